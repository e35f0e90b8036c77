import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { acting } from '../../../platform/events/act.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { Folds, type Claim, type Fold, type FoldOutcome } from '../fold.js';
import { eventDied } from '../webhooks.events.js';
import { DueClaims, type Unread } from './due-claims.js';
import { FoldRun, type Crossing, type DueClaim, type DueEvent, type Failure } from './fold-run.js';
import { setAside, takeUp } from './inbox.queries.js';
import { InboxMetrics } from './inbox.metrics.js';
import { putBackRefolds, takeRefolds } from './refold.queries.js';
import { classify } from './retry-schedule.js';
import { failed, settle, type Settlement } from './settlement.js';

/** What one transaction of folding came to. */
export interface Folded {
  /** Events that were settled, and objects folded again without any. */
  readonly events: number;
  readonly refolds: number;
  readonly failures: readonly Failure[];
}

type Groups = ReadonlyMap<Fold | undefined, readonly DueClaim[]>;
type Outcomes = ReadonlyMap<string, FoldOutcome>;
type Settled = Omit<DueEvent, 'body'>;

/**
 * Folds what is due of some objects inside the transaction at hand; their locks are held. A fold that fails takes only
 * itself back: first everything is tried together, then group by group, then object by object, then event by event, so that one bad event stops
 * neither its neighbours nor what comes after it.
 */
@Injectable()
export class Folding {
  private readonly log = new Logger('inbox');

  constructor(
    private readonly database: Database,
    private readonly folds: Folds,
    private readonly due: DueClaims,
    private readonly outbox: Outbox,
    private readonly metrics: InboxMetrics,
  ) {}

  async fold(keys: readonly string[], crossing: Crossing = 'ends'): Promise<Folded> {
    const { claims, unread } = await this.due.of(keys);
    const failures = await this.leave(unread);
    const { groups, broken } = await this.hold(this.byFold(claims));
    await takeRefolds(
      this.database,
      claims.flatMap(({ mark }) => mark?.objectKey ?? []),
    );
    const run = (await this.together(groups, crossing)) ?? (await this.apart(groups, crossing));
    for (const [claim, error] of broken) await this.fail(claim, error, run);
    await this.settle(run.settlements, eventsOf(claims));
    await putBackRefolds(this.database, run.putBack);
    const refolds = claims.filter(({ pending }) => pending.length === 0).length;
    return { events: run.total + unread.length, refolds, failures: [...failures, ...run.failures] };
  }

  /** Before anything is folded: what cannot be read is not part of its object's history either. */
  private async leave(unread: readonly Unread[]): Promise<Failure[]> {
    await this.settle(
      unread.map(({ event, error }) => failed(event, error, Math.random())),
      unread.map(({ event }) => event),
    );
    return unread.map(({ event, error }) => ({ event, objectKey: event.objectKey, error }));
  }

  private byFold(claims: readonly DueClaim[]): Groups {
    const groups = new Map<Fold | undefined, DueClaim[]>();
    for (const claim of claims) {
      const fold = this.foldOf(claim);
      groups.set(fold, [...(groups.get(fold) ?? []), claim]);
    }
    return groups;
  }

  /** Another account's objects are kept, and folded by nobody yet. */
  private foldOf({ objectKey }: Claim): Fold | undefined {
    return objectKey.split(':')[1] === 'self' ? this.folds.of(objectKey) : undefined;
  }

  /** @returns the claims whose locks are held, and those of which nobody can say what they decide on */
  private async hold(asked: Groups): Promise<{ groups: Groups; broken: ReadonlyMap<DueClaim, unknown> }> {
    const groups = new Map<Fold | undefined, readonly DueClaim[]>();
    const broken = new Map<DueClaim, unknown>();
    const locks: string[] = [];
    for (const [fold, claims] of asked) {
      locks.push(...(await locksOf(fold, claims, broken)));
      const sound = claims.filter((claim) => !broken.has(claim));
      if (sound.length > 0) groups.set(fold, sound);
    }
    await this.database.hold(...locks);
    return { groups, broken };
  }

  /** Nearly always all is well: one savepoint for all groups. Nothing of it is left when something is not. */
  private async together(groups: Groups, crossing: Crossing): Promise<FoldRun | undefined> {
    const run = new FoldRun(crossing);
    try {
      await this.database.savepoint(async () => {
        for (const [fold, claims] of groups) run.took(claims, await this.outcomes(fold, claims));
      });
      return run;
    } catch (error) {
      if (run.endsBy(error)) throw error;
      return undefined;
    }
  }

  private async apart(groups: Groups, crossing: Crossing): Promise<FoldRun> {
    const run = new FoldRun(crossing);
    for (const [fold, claims] of groups) await this.attempt(fold, claims, run);
    return run;
  }

  private async attempt(fold: Fold | undefined, claims: readonly DueClaim[], run: FoldRun): Promise<void> {
    try {
      run.took(claims, await this.database.savepoint(() => this.outcomes(fold, claims)));
    } catch (error) {
      if (run.endsBy(error)) throw error;
      const [claim, another] = claims;
      if (another) for (const one of claims) await this.attempt(fold, [one], run);
      else if (claim) await this.fail(claim, error, run);
    }
  }

  private async fail(claim: DueClaim, error: unknown, run: FoldRun): Promise<void> {
    if (claim.pending.length > 1) await this.oneByOne(claim, run);
    else run.failed(claim, error);
  }

  /** Set aside, an event is not part of its object's history: those before and after it fold without it. */
  private async oneByOne(claim: DueClaim, run: FoldRun): Promise<void> {
    await setAside(this.database, claim.pending);
    for (const event of claim.pending) {
      await takeUp(this.database, event);
      const single = new FoldRun(run.crossing);
      await this.attemptOne({ ...claim, pending: [event] }, single);
      await this.settle(single.settlements, [event]);
      run.absorb(single);
    }
  }

  /** What it decides on with others may not have been known while it stood beside a bad one. */
  private async attemptOne(claim: DueClaim, run: FoldRun): Promise<void> {
    const fold = this.foldOf(claim);
    try {
      const outcomes = await this.database.savepoint(async () => {
        await this.database.hold(...((await fold?.locks?.([claim])) ?? []));
        return this.outcomes(fold, [claim]);
      });
      run.took([claim], outcomes);
    } catch (error) {
      if (run.endsBy(error)) throw error;
      run.failed(claim, error);
    }
  }

  private async outcomes(fold: Fold | undefined, claims: readonly DueClaim[]): Promise<Outcomes> {
    if (!fold) return new Map(claims.map(({ objectKey }) => [objectKey, { kind: 'skipped', reason: 'unknown_type' }]));
    const work = () => this.metrics.timed(fold, () => complete(fold, claims));
    const cause = claims[0]?.pending[0]?.id;
    return cause === undefined
      ? work()
      : acting({ correlationId: cause, cause, actor: `provider:${fold.provider}` }, work);
  }

  private async settle(settlements: readonly Settlement[], events: readonly Settled[]): Promise<void> {
    await settle(this.database, settlements);
    const bySeq = new Map(events.map((event) => [event.seq, event]));
    if (settlements.some(({ status }) => status === 'waiting')) await this.releaseWithin(settlements, bySeq);
    for (const { seq, status, attempts: attempt, error } of settlements) {
      const { id: event_id, type: event_type } = bySeq.get(seq) ?? {};
      if (error !== null)
        this.log.warn({ msg: 'an event could not be folded', event_id, event_type, attempt, outcome: status, error });
    }
    const dead = settlements.filter(({ status }) => status === 'dead');
    await this.outbox.tell(
      dead.flatMap(({ seq, error }) => {
        const event = bySeq.get(seq);
        return event ? [{ event: died(event, error), correlationId: event.id, cause: event.id }] : [];
      }),
    );
    this.database.afterCommit(() => this.metrics.settled(settlements, bySeq));
  }

  /** A child that was folded before its parent of the same transaction waits for what is there already. */
  private async releaseWithin(settlements: readonly Settlement[], bySeq: ReadonlyMap<string, Settled>): Promise<void> {
    const done = settlements
      .filter(({ status }) => status === 'done')
      .flatMap(({ seq }) => bySeq.get(seq)?.objectKey ?? []);
    await this.database.query(
      `update webhooks_inbox set status = 'pending', waiting_on = null, next_at = now()
       where status = 'waiting' and waiting_on = any($1::text[])`,
      [done],
    );
  }
}

/** Of all together where that goes, else of each by itself. */
async function locksOf(
  fold: Fold | undefined,
  claims: readonly DueClaim[],
  broken: Map<DueClaim, unknown>,
): Promise<readonly string[]> {
  try {
    return (await fold?.locks?.(claims)) ?? [];
  } catch (error) {
    if (endsTheTransaction(error)) throw error;
    const [claim, another] = claims;
    if (claim && !another) broken.set(claim, error);
    const locks: string[] = [];
    for (const one of another ? claims : []) locks.push(...(await locksOf(fold, [one], broken)));
    return locks;
  }
}

function eventsOf(claims: readonly DueClaim[]): DueEvent[] {
  return claims.flatMap(({ pending }) => pending);
}

async function complete(fold: Fold, claims: readonly Claim[]): Promise<Outcomes> {
  const outcomes = await fold.fold(claims);
  const missing = claims.find(({ objectKey }) => !outcomes.has(objectKey));
  if (missing) throw new Error(`The fold of ${missing.objectKey} says nothing of it.`);
  return outcomes;
}

function endsTheTransaction(error: unknown): boolean {
  const kind = classify(error);
  return kind === 'again' || kind === 'lost';
}

function died(event: Settled, error: string | null) {
  const { id, externalId, type, objectKey } = event;
  const provider = objectKey.split(':')[0] ?? 'unknown';
  const [first = 'unknown'] = (error ?? '').split('\n');
  return eventDied({ inboxEvent: id, provider, providerEvent: externalId, type, objectKey, error: first });
}
