import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import { seconds } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { IntentQueries } from './intents/intent-queries.service.js';
import { ReconciliationQueries } from './reconciliation/reconciliation-queries.service.js';

/** What can be seen of billing from outside: looked at every half minute. */
@Injectable()
export class BillingMetrics implements OnModuleInit {
  private readonly intents = gauge(
    'revenue_intents_unresolved',
    'Calls to a provider without a result; unknown ones need a person',
    ['provider', 'kind'],
  );
  private readonly breaks = gauge('revenue_reconciliation_breaks', 'Open differences with the provider’s books', [
    'kind',
  ]);

  constructor(
    private readonly jobs: Jobs,
    private readonly queries: IntentQueries,
    private readonly reconciliation: ReconciliationQueries,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'billing.metrics', every: seconds(30), run: () => this.look() });
  }

  async look(): Promise<void> {
    this.intents.reset();
    for (const { provider, state, count } of await this.queries.unresolved())
      this.intents.set({ provider, kind: state }, count);
    this.breaks.reset();
    for (const { kind, count } of await this.reconciliation.openByKind()) this.breaks.set({ kind }, count);
  }
}

/** The registry is the process's, and more than one app may live in a process: each gauge is made once. */
function gauge(name: string, help: string, labelNames: string[]): Gauge {
  return (register.getSingleMetric(name) as Gauge | undefined) ?? new Gauge({ name, help, labelNames });
}
