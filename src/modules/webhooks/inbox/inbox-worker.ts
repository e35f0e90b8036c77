import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import { Folding, type Folded } from './folding.js';
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

    const folded = await this.again(() => this.database.transaction(() => this.claim(keys, limit)));
    if (folded) failpoint('fold.after-commit');
    return folded ? { kind: 'folded', count: folded.events + folded.refolds } : { kind: 'busy' };
  }

  /** All locks come before the first write, so that transactions on one object commit in the order they held it. */
  private async claim(keys: readonly string[], limit: number): Promise<Folded | undefined> {
    const ours = await lockSome(this.database, keys, limit);
    if (ours.length === 0) return undefined;
    failpoint('fold.after-claim');
    const folded = await this.folding.fold(ours);
    failpoint('fold.before-commit');
    return folded;
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
