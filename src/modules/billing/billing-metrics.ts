import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { sampledGauge } from '../../platform/ops/metric.js';
import { IntentQueries } from './intents/intent-queries.service.js';
import { LAYERS } from './reconciliation/finding.js';
import { Reconciliation } from './reconciliation/reconciliation.service.js';
import { ReconciliationQueries } from './reconciliation/reconciliation-queries.service.js';

const INTENTS = {
  name: 'revenue_intents_unresolved',
  help: 'Calls to a provider without a result for an hour, and not held; unknown ones need a person at once',
  labelNames: ['provider', 'kind'],
};
const BREAKS = {
  name: 'revenue_reconciliation_breaks',
  help: 'Open differences with the provider’s books',
  labelNames: ['kind'],
};
const BEHIND = {
  name: 'revenue_reconciliation_behind_seconds',
  help: 'How long ago the instant was up to which a layer has been compared without a gap; +Inf where it never was',
  labelNames: ['layer'],
};

/** What can be seen of billing from outside, read when it is looked at. */
@Injectable()
export class BillingMetrics implements OnModuleInit, OnModuleDestroy {
  private ends: (() => void)[] = [];

  constructor(
    private readonly queries: IntentQueries,
    private readonly reconciliation: ReconciliationQueries,
    private readonly comparisons: Reconciliation,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.ends = [
      sampledGauge(INTENTS, () => this.unresolved()),
      sampledGauge(BREAKS, () => this.open()),
      sampledGauge(BEHIND, () => this.behind()),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.ends) end();
  }

  private async unresolved() {
    const rows = await this.queries.overdue();
    return rows.map(({ provider, state, count }) => ({ labels: { provider, kind: state }, value: count }));
  }

  private async open() {
    const rows = await this.reconciliation.openByKind();
    return rows.map(({ kind, count }) => ({ labels: { kind }, value: count }));
  }

  private async behind() {
    return Promise.all(
      LAYERS.map(async (layer) => {
        const reached = await this.comparisons.reached(layer);
        const value = reached ? (this.clock.now().getTime() - reached.getTime()) / 1000 : Infinity;
        return { labels: { layer }, value };
      }),
    );
  }
}
