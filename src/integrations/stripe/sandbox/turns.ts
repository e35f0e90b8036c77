import type { Database } from '../../../platform/database/database.js';
import { StripeFault } from './sandbox.errors.js';
import type { Asked, Changes, Moment, Store } from './store.js';

/** What a turn came to; without changes it only looked. */
export interface Outcome<T> {
  readonly value: T;
  readonly changes?: Changes | undefined;
}

/**
 * Whoever changes something does it in a turn: one statement reads how everything stands, the work is done, one statement
 * writes all of it, if nobody else has written meanwhile. Nearly always nobody has, so that no transaction holds the
 * others up. In this process turns come one after another.
 */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    readonly store: Store,
  ) {}

  /** @param work is done again from the beginning where another process was faster: it keeps nothing but its answer */
  async take<T>(asked: Asked, work: (moment: Moment) => Promise<Outcome<T>>): Promise<T> {
    const mine = this.last.then(() => this.written(asked, work));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  private async written<T>(asked: Asked, work: (moment: Moment) => Promise<Outcome<T>>): Promise<T> {
    const first = await this.once(asked, work);
    if (first) return first.value;
    // The second time nobody can be faster.
    return this.database.transaction(async () => {
      await this.store.hold();
      const second = await this.once(asked, work);
      if (!second) throw new Error('The state was held and has changed.');
      return second.value;
    });
  }

  /** Nothing when it has been overtaken. What was looked at meanwhile may be of two instants then, refusals too. */
  private async once<T>(asked: Asked, work: (moment: Moment) => Promise<Outcome<T>>): Promise<Outcome<T> | undefined> {
    const moment = await this.store.moment(asked);
    try {
      const outcome = await work(moment);
      const { changes } = outcome;
      const isSo = changes ? await this.store.write(changes, moment.version) : await this.isStill(moment);
      return isSo ? outcome : undefined;
    } catch (error) {
      if (!(error instanceof StripeFault) || (await this.isStill(moment))) throw error;
      return undefined;
    }
  }

  private async isStill({ version }: Moment): Promise<boolean> {
    return (await this.store.version()) === version;
  }
}
