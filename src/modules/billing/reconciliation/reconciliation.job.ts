import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, hours, minutes } from '../../../kernel/clock.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { RequestedJobs } from '../../../platform/jobs/requested-jobs.js';
import { LAYERS, type Layer } from './finding.js';
import { Reconciliation } from './reconciliation.service.js';

/** The kinds of job people may ask for. */
export const SYNC = 'billing.sync';
export const RECONCILE = 'billing.reconcile';

/** Compared once a day, each by itself: what keeps one from being compared keeps no other. */
const DAILY = ['money', 'payouts', 'objects', 'books'] as const satisfies readonly Layer[];

/** Looked at by the hour, so that a day does not slip by an hour each time it begins a second early. */
const A_DAY = hours(24) - minutes(30);

/** The events each hour, the rest each day, all of it on request. What failed is tried again within the hour. */
@Injectable()
export class ReconciliationJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly requested: RequestedJobs,
    private readonly reconciliation: Reconciliation,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { jobs, requested, reconciliation } = this;
    jobs.register({
      name: 'billing.inventory',
      every: hours(1),
      run: async () => void (await reconciliation.run('events')),
    });
    for (const layer of DAILY)
      jobs.register({ name: `billing.reconciliation.${layer}`, every: hours(1), run: () => this.daily(layer) });
    requested.register(SYNC, (_, progress) => this.run(['events', 'objects'], {}, progress));
    requested.register(RECONCILE, (params, progress) =>
      this.run((params['layers'] as Layer[] | undefined) ?? LAYERS, params, progress),
    );
  }

  /**
   * One layer after another; the answer counts all of them.
   * @throws what kept the first of those that failed from being compared, when all have been tried
   */
  async run(
    layers: readonly Layer[],
    { from, until }: Record<string, unknown>,
    progress: (facts: Record<string, unknown>) => Promise<void>,
  ): Promise<Record<string, unknown>> {
    const window = { from: instantOf(from), until: instantOf(until) };
    const counts = { backfilled: 0, breaks_opened: 0, breaks_closed: 0 };
    const checked: Record<string, number> = {};
    const runs: string[] = [];
    const failures = new Map<Layer, unknown>();
    const told = () => ({ ...counts, ...checked, ...(failures.size > 0 && { failed: [...failures.keys()] }) });
    for (const layer of layers) {
      const compared = (theirs: number) => progress({ ...told(), layer, [`${layer}_checked`]: theirs });
      try {
        const run = await this.reconciliation.run(layer, { ...window, compared });
        checked[`${layer}_checked`] = run.theirs;
        counts.backfilled += run.repaired;
        counts.breaks_opened += run.opened;
        counts.breaks_closed += run.closed;
        runs.push(run.id);
      } catch (error) {
        failures.set(layer, error);
        await progress({ ...told(), layer });
      }
    }
    for (const error of failures.values()) throw error;
    return { ...told(), runs };
  }

  /** By how far it has been compared, not by when: a look at an hour long past is none at this day. */
  private async daily(layer: Layer): Promise<void> {
    const reached = await this.reconciliation.reached(layer);
    const isDone = reached !== undefined && this.clock.now().getTime() - reached.getTime() < A_DAY;
    if (!isDone) await this.reconciliation.run(layer);
  }
}

function instantOf(text: unknown): Date | undefined {
  return typeof text === 'string' ? new Date(text) : undefined;
}
