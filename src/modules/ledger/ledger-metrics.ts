import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { sampledGauge } from '../../platform/ops/metric.js';
import { ProofRuns, type LastResult } from './proof-run.service.js';

const HOLDS = { name: 'revenue_ledger_proof_ok', help: 'Whether a proof held when last asked', labelNames: ['proof'] };
const VIOLATIONS = {
  name: 'revenue_invariant_violations',
  help: 'What a proof found when last asked, a hundred at most',
  labelNames: ['invariant'],
};

/** What can be seen of the proofs from outside: what they said last, whichever process asked. */
@Injectable()
export class LedgerMetrics implements OnModuleInit, OnModuleDestroy {
  private ends: (() => void)[] = [];

  constructor(private readonly runs: ProofRuns) {}

  onModuleInit(): void {
    this.ends = [
      sampledGauge(HOLDS, () => this.each('proof', ({ ok }) => (ok ? 1 : 0))),
      sampledGauge(VIOLATIONS, () => this.each('invariant', violations)),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.ends) end();
  }

  private async each(label: string, value: (result: LastResult) => number) {
    const results = await this.runs.last();
    return results.map((one) => ({ labels: { [label]: one.name.split(' ')[0] ?? one.name }, value: value(one) }));
  }
}

/** What does not hold is violated at least once, also where nothing can be named. */
function violations({ ok, differences }: LastResult): number {
  return ok ? 0 : Math.max(1, differences.length);
}
