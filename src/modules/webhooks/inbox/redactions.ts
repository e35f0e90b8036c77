import { Injectable } from '@nestjs/common';
import { Clock, minutes } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { FINISH, STANDING, WAITS, WISHES } from './redaction.queries.js';
import { StoredBodies, type PersonalData } from './stored-bodies.js';

/** How far a wish is. */
export interface RedactionStanding {
  readonly done: boolean;
  readonly bodies: number;
  /** So many bodies, of anybody, could not be read: no key opens them. */
  readonly unopened: number;
}

const LOOK_EVERY = minutes(1);

/**
 * Takes people out of stored bodies, once asked for and ever after: ids, amounts and times stay, and the hash of what was
 * signed, so that a repetition is still known for one and a replay folds to the same books.
 */
@Injectable()
export class Redactions {
  private lookedAt = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly stored: StoredBodies,
    private readonly clock: Clock,
  ) {}

  register(personal: PersonalData): void {
    this.stored.register(personal);
  }

  /** Asking again changes nothing. @returns whether it was new */
  async ask(id: string): Promise<boolean> {
    const made = await this.database.query(
      'insert into webhooks_redaction (id) values ($1) on conflict do nothing returning id',
      [id],
    );
    return made.length > 0;
  }

  async standing(id: string): Promise<RedactionStanding> {
    const [row] = await this.database.query<RedactionStanding>(STANDING, [id]);
    return row ?? { done: false, bodies: 0, unopened: 0 };
  }

  /** Reads at once what somebody waits for, and each minute what has come since. */
  async look(): Promise<void> {
    const [wish] = await this.database.query<{ waits: boolean | null }>(WAITS);
    const isDue = this.clock.wall().getTime() - this.lookedAt >= LOOK_EVERY;
    if (wish?.waits === true || (wish?.waits === false && isDue)) await this.read(wish.waits);
  }

  /** Reads all that has not been read for somebody. @returns how many bodies were rewritten and wishes fulfilled */
  async drain(): Promise<number> {
    return this.read(true);
  }

  /**
   * Processes share the reading, as each goes on from where any has come to.
   * @param toTheEnd also what is so young that it has to be read again later: somebody waits for it
   */
  private async read(toTheEnd: boolean): Promise<number> {
    Database.outside('reading stored bodies');
    this.lookedAt = this.clock.wall().getTime();
    const wishes = await this.database.query<{ id: string; from: string }>(WISHES);
    if (!wishes[0]) return 0;
    const ids = wishes.map(({ id }) => id);
    let rewritten = (await this.stored.conflicts(ids)) + (await this.stored.tryAgain());
    let at: string | undefined = wishes[0].from;
    while (at !== undefined) {
      const piece = await this.stored.piece(at, ids, toTheEnd);
      rewritten += piece.rewritten;
      at = piece.last;
    }
    if (!toTheEnd) return rewritten;
    const finished = await this.database.query(FINISH, [ids, this.clock.wall()]);
    return rewritten + finished.length;
  }
}
