import { Injectable } from '@nestjs/common';
import { Clock, days, hours, minutes, seconds } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { Breaks, type Told } from './breaks.service.js';
import type { Comparison, Layer, Window } from './finding.js';
import { failureOf } from './failure.js';
import { mustBePast } from './past-window.js';
import { LayerComparisons, type Compared } from './layer-comparisons.service.js';
import { hashOf, proofOf, type ProofOfRun } from './proof-of-run.js';
import { ReconciliationRun } from './run.entity.js';

/** How far before the last run's end a layer looks again, and how close to now it comes: what is under way is not missing. */
const WINDOWS: Readonly<Record<Layer, { readonly back: number; readonly short: number; readonly first: number }>> = {
  events: { back: hours(2), short: minutes(5), first: days(30) },
  // What one side alone has is looked at again until it has had its time.
  money: { back: days(3), short: -seconds(1), first: Infinity },
  // It leaves, arrives two days later or after a weekend, and may come back a week after that.
  payouts: { back: days(14), short: -seconds(1), first: Infinity },
  // The window is that of changed customers; everything else is compared as it stands.
  objects: { back: hours(2), short: minutes(5), first: days(30) },
  books: { back: 0, short: 0, first: 0 },
};

const NOTHING_SEEN: Comparison = { theirs: 0, ours: 0, findings: [], sums: [], looked: () => false };

export interface RunOptions {
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly compared?: Compared;
}

/** Compares a layer of the provider's books with ours and keeps what was seen, or that nothing could be. Outside transactions. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly comparisons: LayerComparisons,
    private readonly breaks: Breaks,
  ) {}

  /** Whether it can be asked for, before it is. @throws WindowNotPast */
  mustAccept(window: Pick<RunOptions, 'from' | 'until'>): void {
    mustBePast(window, this.clock.now());
  }

  /** @throws what kept it from being compared, which is kept as well */
  async run(
    layer: Layer,
    { from, until, compared = async () => undefined }: RunOptions = {},
  ): Promise<ReconciliationRun> {
    Database.outside('a reconciliation');
    const window = await this.windowOf(layer, from, until);
    try {
      const comparison = await this.comparisons.of(layer, window, compared);
      return await this.database.transaction(async () => {
        const told = await this.breaks.apply(layer, comparison);
        return this.keep(window, proofOf(layer, window, comparison), told);
      });
    } catch (error) {
      const proof = { ...proofOf(layer, window, NOTHING_SEEN), error: failureOf(error) };
      await this.database.transaction(() => this.keep(window, proof, { opened: 0, closed: 0, repaired: 0 }));
      throw error;
    }
  }

  /** How far a layer has been compared without a gap; nothing where it never was from its first instant on. */
  async reached(layer: Layer): Promise<Date | undefined> {
    const reach = Math.min(WINDOWS[layer].first, days(36_500)) / 1000;
    const [row] = await this.database.query<{ until: string | null }>(COVERED, [layer, reach]);
    return row?.until ? new Date(row.until) : undefined;
  }

  private async keep(window: Window, proof: ProofOfRun, told: Told): Promise<ReconciliationRun> {
    const { em } = this.database;
    const { layer, compared, error = null } = proof;
    const run = em.create(ReconciliationRun, {
      id: newId(this.clock.now()),
      layer,
      fromAt: window.from,
      untilAt: window.until,
      ...compared,
      ...told,
      proof,
      hash: hashOf(proof),
      error,
      createdAt: this.clock.now(),
    });
    await em.flush();
    return run;
  }

  private async windowOf(layer: Layer, from: Date | undefined, until: Date | undefined): Promise<Window> {
    this.mustAccept({ from, until });
    const { back, short, first } = WINDOWS[layer];
    const now = this.clock.now().getTime();
    const reached = await this.reached(layer);
    const begin = reached ? reached.getTime() - back : Math.max(0, now - first);
    if (from) return { from, until: until ?? new Date(Math.max(from.getTime(), now - short)) };
    return until
      ? { from: new Date(Math.min(begin, until.getTime() - back)), until }
      : { from: new Date(begin), until: new Date(now - short) };
  }
}

/** How far a layer has been compared without a gap from its first instant on. A run counts no further than the instant it was made. */
const COVERED = `
  with runs as (
    select from_at, least(until_at, created_at) as until_at, created_at
    from billing_reconciliation_run where layer = $1 and error is null),
  spans as (
    select *, max(until_at) over (order by from_at, until_at rows between unbounded preceding and 1 preceding) as reached
    from runs)
  select coalesce(min(reached) filter (where from_at > reached), max(until_at)) as until from spans
  having bool_or(reached is null and from_at <= greatest(to_timestamp(0), created_at - make_interval(secs => $2)))`;
