import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { SealBroken } from '../../../platform/vault/sealed.js';
import { Folds } from '../fold.js';
import { Bodies } from './bodies.js';
import {
  ADVANCE,
  ADVANCE_CONFLICTS,
  CONFLICTS,
  CONFLICTS_READ,
  OPENED,
  PIECE,
  READ,
  REWRITE,
  REWRITE_CONFLICT,
  SET_ASIDE,
  UNOPENED,
  type ReadBody,
  type ReadConflict,
} from './redaction.queries.js';
import { markRefold } from './refold.queries.js';

/** Read by whoever knows what bodies mean and who is to be forgotten. */
export interface PersonalData {
  /** @returns what is to stand in place of each body; nothing where it names nobody who was forgotten, or no more */
  without(bodies: readonly Buffer[]): Promise<readonly (Buffer | undefined)[]>;
}

const TOGETHER = 200;
const LOCK = 'webhooks:redaction';
const FIRST = '0';
const FOLDED = new Set(['done', 'waiting', 'pending']);

/** Stored bodies, read piece by piece and rewritten where they name somebody who was forgotten. */
@Injectable()
export class StoredBodies {
  private readonly log = new Logger('redaction');
  private personal: PersonalData | undefined;

  constructor(
    private readonly database: Database,
    private readonly bodies: Bodies,
    private readonly folds: Folds,
    private readonly wakeUps: WakeUps,
  ) {}

  register(personal: PersonalData): void {
    this.personal = personal;
  }

  /**
   * Reads on from a place, or from where another process has come to.
   * @returns the last that was read, where there is more to be read
   */
  async piece(
    at: string,
    wishes: readonly string[],
    toTheEnd: boolean,
  ): Promise<{ rewritten: number; last: string | undefined }> {
    return this.database.transaction(async () => {
      await this.database.hold(LOCK);
      const [read] = await this.database.query<{ seq: string }>(READ, [wishes]);
      const after = later(at, read?.seq ?? FIRST);
      const rows = await this.database.query<ReadBody>(PIECE, [after, TOGETHER]);
      const changed = await this.changed((await this.opened(rows)).opened);
      await this.rewrite(changed);
      await this.database.query(ADVANCE, [wishes, after, sureOf(rows), changed.length]);
      const last = rows.at(-1);
      const goesOn = rows.length === TOGETHER && (toTheEnd || last?.is_sure);
      return { rewritten: changed.length, last: goesOn ? last?.seq : undefined };
    });
  }

  /** What no key opens names nobody to anybody, and keeps nobody from being forgotten in the rest: it is set aside. */
  private async opened(rows: readonly ReadBody[]): Promise<{ opened: Opened[]; seqs: string[] }> {
    const opened: Opened[] = [];
    const unopened: ReadBody[] = [];
    for (const row of rows) {
      const text = unsealed(() => this.bodies.open(row.id, row.body));
      if (text) opened.push({ ...row, text });
      else unopened.push(row);
    }
    if (unopened.length > 0) {
      const found = await this.database.query(SET_ASIDE, [unopened.map(({ seq }) => seq)]);
      if (found.length > 0) this.log.warn({ msg: 'stored bodies do not open', count: found.length });
    }
    return { opened, seqs: opened.map(({ seq }) => seq) };
  }

  /** A key may have come back. */
  async tryAgain(): Promise<number> {
    return this.database.transaction(async () => {
      await this.database.hold(LOCK);
      const { opened, seqs } = await this.opened(await this.database.query<ReadBody>(UNOPENED, [TOGETHER]));
      const changed = await this.changed(opened);
      await this.rewrite(changed);
      if (seqs.length > 0) await this.database.query(OPENED, [seqs]);
      return changed.length;
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

  /** Second bodies, from where they have been read for all of these. @returns how many were rewritten */
  async conflicts(wishes: readonly string[]): Promise<number> {
    let rewritten = 0;
    for (let at: string | undefined = FIRST; at !== undefined;) {
      const piece = await this.conflictsAfter(at, wishes);
      rewritten += piece.rewritten;
      at = piece.last;
    }
    return rewritten;
  }

  private async conflictsAfter(
    at: string,
    wishes: readonly string[],
  ): Promise<{ rewritten: number; last: string | undefined }> {
    return this.database.transaction(async () => {
      await this.database.hold(LOCK);
      const [read] = await this.database.query<{ seq: string }>(CONFLICTS_READ, [wishes]);
      const after = later(at, read?.seq ?? FIRST);
      const rows = await this.database.query<ReadConflict>(CONFLICTS, [after, TOGETHER]);
      const changed = await this.changed(rows.map((row) => ({ ...row, text: this.ofConflict(row) })));
      for (const { id, inbox_id: inboxId, to } of changed)
        await this.database.query(REWRITE_CONFLICT, [id, this.bodies.seal(inboxId, to)]);
      await this.database.query(ADVANCE_CONFLICTS, [wishes, after, sureOf(rows)]);
      return { rewritten: changed.length, last: rows.length === TOGETHER ? rows.at(-1)?.seq : undefined };
    });
  }

  /** What was sealed for another place opens in none: it names nobody who could be found, and stays. */
  private ofConflict({ inbox_id: inboxId, body }: ReadConflict): Buffer {
    return unsealed(() => this.bodies.open(inboxId, body)) ?? Buffer.from('{}');
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

interface Opened extends ReadBody {
  readonly text: Buffer;
}

interface Changed extends ReadBody {
  readonly to: Buffer;
}

/** @returns nothing when no key opens it */
function unsealed(open: () => Buffer): Buffer | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

/** Up to here nothing can appear any more. */
function sureOf(rows: readonly { readonly seq: string; readonly is_sure: boolean }[]): string {
  return rows.findLast(({ is_sure: isSure }) => isSure)?.seq ?? FIRST;
}

function later(one: string, other: string): string {
  return BigInt(one) > BigInt(other) ? one : other;
}
