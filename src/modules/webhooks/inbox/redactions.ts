import { Injectable } from '@nestjs/common';
import { Clock, minutes } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { SealBroken } from '../../../platform/vault/sealed.js';
import { Folds } from '../fold.js';
import { Bodies } from './bodies.js';
import {
  ADVANCE,
  CONFLICTS,
  FINISH,
  PIECE,
  REWRITE,
  REWRITE_CONFLICT,
  WISHES,
  type ReadBody,
} from './redaction.queries.js';
import { markRefold } from './refold.queries.js';

/** Read by whoever knows what bodies mean and who is to be forgotten. */
export interface PersonalData {
  /** @returns what is to stand in place of each body; nothing where it names nobody who was forgotten, or no more */
  without(bodies: readonly Buffer[]): Promise<readonly (Buffer | undefined)[]>;
}

/** How far a wish is. */
export interface RedactionStanding {
  readonly done: boolean;
  readonly bodies: number;
}

const TOGETHER = 200;
const LOCK = 'webhooks:redaction';
const FIRST = '0';
const FOLDED = new Set(['done', 'pending']);
/** Nothing is under way for longer: behind this no row can appear below one that was read. */
const SURE_AFTER = minutes(1);

/**
 * Takes people out of stored bodies, once asked for and ever after: ids, amounts and times stay, and the hash of what was
 * signed, so that a repetition is still known for one and a replay folds to the same books.
 */
@Injectable()
export class Redactions {
  private personal: PersonalData | undefined;
  private lookedAt = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly bodies: Bodies,
    private readonly folds: Folds,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  register(personal: PersonalData): void {
    this.personal = personal;
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
    const [row] = await this.database.query<{ done: boolean; bodies: number }>(
      'select done_at is not null as done, bodies from webhooks_redaction where id = $1',
      [id],
    );
    return row ?? { done: false, bodies: 0 };
  }

  /** Reads at once what somebody waits for, and each minute what has come since. */
  async look(): Promise<void> {
    const [wish] = await this.database.query<{ waiting: boolean | null }>(
      'select bool_or(done_at is null) as waiting from webhooks_redaction',
    );
    const isDue = this.clock.wall().getTime() - this.lookedAt >= SURE_AFTER;
    if (wish?.waiting === true || (wish?.waiting === false && isDue)) await this.drain();
  }

  /** Reads what has not been read for somebody. @returns how many bodies were rewritten and wishes fulfilled */
  async drain(): Promise<number> {
    Database.outside('reading stored bodies');
    this.lookedAt = this.clock.wall().getTime();
    const wishes = await this.database.query<{ id: string; from: string }>(WISHES);
    if (!wishes[0]) return 0;
    const ids = wishes.map(({ id }) => id);
    let rewritten = await this.conflicts();
    let at: string | undefined = wishes[0].from;
    while (at !== undefined) {
      const piece = await this.piece(at, ids);
      rewritten += piece.rewritten;
      at = piece.last;
    }
    const finished = await this.database.query(FINISH, [ids, this.clock.wall()]);
    return rewritten + finished.length;
  }

  private async piece(
    after: string,
    wishes: readonly string[],
  ): Promise<{ rewritten: number; last: string | undefined }> {
    return this.database.transaction(async () => {
      await this.database.hold(LOCK);
      const rows = await this.database.query<ReadBody>(PIECE, [after, TOGETHER]);
      const changed = await this.changed(rows.map((row) => ({ ...row, text: this.bodies.open(row.id, row.body) })));
      await this.rewrite(changed);
      const sure = rows.findLast(({ is_sure: isSure }) => isSure)?.seq ?? FIRST;
      await this.database.query(ADVANCE, [wishes, after, sure, changed.length]);
      return { rewritten: changed.length, last: rows.length < TOGETHER ? undefined : rows.at(-1)?.seq };
    });
  }

  /**
   * What is folded of a body that has changed is folded again: mirrors must not remember what the body forgot. What was
   * still to be folded may be under way, from the body as it was.
   */
  private async rewrite(changed: readonly Changed[]): Promise<void> {
    if (changed.length === 0) return;
    for (const { seq, id, to } of changed) await this.database.query(REWRITE, [seq, this.bodies.seal(id, to)]);
    const keys = changed.filter(({ status }) => FOLDED.has(status)).map(({ object_key: key }) => key);
    const folded = [...new Set(keys)].filter((key) => key.split(':')[1] === 'self' && this.folds.of(key));
    if (folded.length === 0) return;
    await markRefold(this.database, folded);
    this.database.afterCommit(() => this.wakeUps.wake('inbox'));
  }

  private async conflicts(): Promise<number> {
    return this.database.transaction(async () => {
      await this.database.hold(LOCK);
      const rows = await this.database.query<ReadBody & { inbox_id: string }>(CONFLICTS);
      const changed = await this.changed(rows.map((row) => ({ ...row, text: this.opened(row.inbox_id, row.body) })));
      for (const { id, inbox_id: inboxId, to } of changed)
        await this.database.query(REWRITE_CONFLICT, [id, this.bodies.seal(inboxId, to)]);
      return changed.length;
    });
  }

  /** What was sealed for another place opens in none: it names nobody who could be found, and stays. */
  private opened(inboxId: string, sealed: Buffer): Buffer {
    try {
      return this.bodies.open(inboxId, sealed);
    } catch (error) {
      if (error instanceof SealBroken) return Buffer.from('{}');
      throw error;
    }
  }

  private async changed<Row extends { readonly text: Buffer }>(
    rows: readonly Row[],
  ): Promise<(Row & { to: Buffer })[]> {
    if (!this.personal || rows.length === 0) return [];
    const without = await this.personal.without(rows.map(({ text }) => text));
    return rows.flatMap((row, index) => {
      const to = without[index];
      return to ? [{ ...row, to }] : [];
    });
  }
}

interface Changed extends ReadBody {
  readonly to: Buffer;
}
