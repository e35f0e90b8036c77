import { Injectable } from '@nestjs/common';
import { gauge } from '../../platform/ops/metric.js';
import type { ProofResult } from '../../platform/ops/proofs.js';

/** What can be seen of the books from outside. */
@Injectable()
export class LedgerMetrics {
  private readonly proofs = gauge('revenue_ledger_proof_ok', 'Whether a proof held when last asked', ['proof']);

  proved({ name, ok }: ProofResult): void {
    this.proofs.set({ proof: name.split(' ')[0] ?? name }, ok ? 1 : 0);
  }
}
