import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hours } from '../../../kernel/clock.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { RequestedJobs } from '../../../platform/jobs/requested-jobs.js';
import { LAYERS, type Layer } from './finding.js';
import { Reconciliation } from './reconciliation.service.js';

/** The kinds of job people may ask for. */
export const SYNC = 'billing.sync';
export const RECONCILE = 'billing.reconcile';

/** The events each hour, the rest each day of the machine's time, all of it on request. */
@Injectable()
export class ReconciliationJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly requested: RequestedJobs,
    private readonly reconciliation: Reconciliation,
  ) {}

  onModuleInit(): void {
    const { jobs, requested, reconciliation } = this;
    jobs.register({
      name: 'billing.inventory',
      every: hours(1),
      run: async () => void (await reconciliation.run('events')),
    });
    jobs.register({
      name: 'billing.reconciliation',
      every: hours(24),
      run: async () => {
        for (const layer of ['money', 'payouts', 'objects', 'books'] as const) await reconciliation.run(layer);
      },
    });
    requested.register(SYNC, (_, progress) => this.run(['events', 'objects'], {}, progress));
    requested.register(RECONCILE, (params, progress) =>
      this.run((params['layers'] as Layer[] | undefined) ?? LAYERS, params, progress),
    );
  }

  /** One layer after another; the answer counts all of them. */
  async run(
    layers: readonly Layer[],
    { from, until }: Record<string, unknown>,
    progress: (facts: Record<string, unknown>) => Promise<void>,
  ): Promise<Record<string, unknown>> {
    const window = { from: instantOf(from), until: instantOf(until) };
    const counts: Record<string, number> = { backfilled: 0, breaks_opened: 0, breaks_closed: 0 };
    const runs: string[] = [];
    for (const layer of layers) {
      const name = `${layer}_checked`;
      const run = await this.reconciliation.run(layer, {
        ...window,
        compared: (theirs) => progress({ ...counts, layer, [name]: theirs }),
      });
      counts[name] = run.theirs;
      counts['backfilled'] = (counts['backfilled'] ?? 0) + run.repaired;
      counts['breaks_opened'] = (counts['breaks_opened'] ?? 0) + run.opened;
      counts['breaks_closed'] = (counts['breaks_closed'] ?? 0) + run.closed;
      runs.push(run.id);
    }
    return { ...counts, runs };
  }
}

function instantOf(text: unknown): Date | undefined {
  return typeof text === 'string' ? new Date(text) : undefined;
}
