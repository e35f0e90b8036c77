import { Injectable } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import type { ProofResult } from '../../platform/ops/proofs.js';

/** What can be seen of the books from outside. */
@Injectable()
export class LedgerMetrics {
  private readonly proofs = gauge('revenue_ledger_proof_ok', 'Whether a proof held when last asked', ['proof']);

  proved({ name, ok }: ProofResult): void {
    this.proofs.set({ proof: name.split(' ')[0] ?? name }, ok ? 1 : 0);
  }
}

/** The registry is the process's, and more than one app may live in a process: each gauge is made once. */
function gauge(name: string, help: string, labelNames: string[] = []): Gauge {
  return (register.getSingleMetric(name) as Gauge | undefined) ?? new Gauge({ name, help, labelNames });
}
