import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import type { Crossing } from './fold-run.js';
import { Folding } from './folding.js';
import { dueKeys, lockSome } from './inbox.queries.js';
import { classify } from './retry-schedule.js';

/** Read ahead, so that workers who find the first keys taken have others. */
const KEYS_SEEN = 512;
/** In one transaction, by lane: large enough to write set-based, small enough to commit soon where somebody waits. */
const KEYS_FOLDED = [64, 128] as const;
const TRIES = 5;

export type Lane = 0 | 1;

/** What a round found: events folded, nothing to do, or everything in somebody else's hands. */
export type Round =
  { readonly kind: 'folded'; readonly count: number } | { readonly kind: 'idle' } | { readonly kind: 'busy' };

/** Claims objects with something due, folds them, commits: one round of it, or all there is. */
@Injectable()
export class InboxWorker {
  constructor(
    private readonly database: Database,
    private readonly folding: Folding,
  ) {}

  /**
   * Folds everything that is due, and returns how many events that were. What fails is scheduled, as ever.
   * @param keys objects in one transaction, where nobody waits for it to end; by lane unless said otherwise
   */
  async drain(keys?: number): Promise<number> {
    Database.outside('Draining the inbox');
    let total = 0;
    for (;;) {
      const live = await this.round(0, keys);
      const round = live.kind === 'idle' ? await this.round(1, keys) : live;
      if (round.kind === 'idle') return total;
      if (round.kind === 'busy') await pause(10);
      else total += round.count;
    }
  }

  /** One transaction's worth of a lane. Live rounds also fold again what was marked. */
  async round(lane: Lane, limit: number = KEYS_FOLDED[lane]): Promise<Round> {
    const keys = await dueKeys(this.database, lane, KEYS_SEEN);
    if (keys.length === 0) return { kind: 'idle' };

    const count = await this.fold(keys, limit);
    if (count !== undefined) failpoint('fold.after-commit');
    return count === undefined ? { kind: 'busy' } : { kind: 'folded', count };
  }

  /** @returns how many events and marks, or nothing where all these objects are in somebody else's hands */
  private async fold(keys: readonly string[], limit: number): Promise<number | undefined> {
    let ours: readonly string[] = [];
    const claim = async (): Promise<number | undefined> => {
      ours = await this.lock(keys, limit);
      return ours.length === 0 ? undefined : this.foldThese(ours);
    };
    try {
      return await this.again(() => this.database.transaction(claim));
    } catch (error) {
      if (classify(error) !== 'again' || ours.length === 0) throw error;
      return ours.length > 1 ? this.apart(ours) : this.lastTime(ours);
    }
  }

  /** Whose fold it is that crosses others each time shows when every object has a transaction of its own. */
  private async apart(keys: readonly string[]): Promise<number> {
    let count = 0;
    for (const key of keys) count += (await this.fold([key], 1)) ?? 0;
    return count;
  }

  /** What still crosses others now has failed like anything that fails: it is counted, and tried later. */
  private async lastTime(keys: readonly string[]): Promise<number | undefined> {
    return this.database.transaction(async () => {
      const ours = await this.lock(keys, 1);
      return ours.length === 0 ? undefined : this.foldThese(ours, 'fails');
    });
  }

  /** All locks come before the first write, so that transactions on one object commit in the order they held it. */
  private async lock(keys: readonly string[], limit: number): Promise<readonly string[]> {
    const ours = await lockSome(this.database, keys, limit);
    if (ours.length > 0) failpoint('fold.after-claim');
    return ours;
  }

  private async foldThese(keys: readonly string[], crossing?: Crossing): Promise<number> {
    const { events, refolds } = await this.folding.fold(keys, crossing);
    failpoint('fold.before-commit');
    return events + refolds;
  }

  private async again<T>(work: () => Promise<T>, tries = 1): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (classify(error) !== 'again' || tries >= TRIES) throw error;
      await pause(Math.random() * 20 * 2 ** tries);
      return this.again(work, tries + 1);
    }
  }
}
