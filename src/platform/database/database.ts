import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { MikroORM } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Transaction } from 'kysely';
import { NestedTransaction, Overtaken } from './database.errors.js';

/** Plain SQL with `$1` parameters, in the transaction at hand if there is one. */
export interface Sql {
  query<Row extends object = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** A transaction that is overtaken as often as this meets more than bad luck. */
const TRIES = 5;

type Write = (rows: readonly never[]) => Promise<void>;

/** A transaction, or a part of it that may fail alone. */
interface Part {
  readonly em: SqlEntityManager;
  readonly after: (() => void)[];
  /** What is written at its end, by who writes it. */
  readonly pending: Map<Write, unknown[]>;
}

const open = new AsyncLocalStorage<Part>();

/**
 * The one door to the database. PGlite has a single connection, so a second transaction inside an open one,
 * or a network call that comes back for a connection, would wait for ever: everything inside `transaction`
 * uses that transaction, and `outside` guards what must not run in one.
 */
@Injectable()
export class Database implements Sql {
  /** Told of each statement that went well and of the seconds it took. */
  onQuery: ((sql: string, seconds: number) => void) | undefined;

  constructor(readonly orm: MikroORM) {}

  /**
   * Does the work in the transaction at hand, or in a new one that commits when the work is done.
   * @param work is done again from the beginning where it was overtaken: outside the store it keeps nothing but its answer
   */
  async transaction<T>(work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    const at = open.getStore();
    return at ? work(at.em) : this.anew(work, 1);
  }

  /** Reads everything as it is at one instant, and can write nothing. Never inside a transaction. */
  async snapshot<T>(work: () => Promise<T>): Promise<T> {
    Database.outside('a reading of one instant');
    return this.transaction(async () => {
      await this.query('set transaction isolation level repeatable read, read only');
      return work();
    });
  }

  /** Does the work and takes all of it back: the answer is what would be. Never inside a transaction. */
  async rehearsal<T>(work: () => Promise<T>): Promise<T> {
    Database.outside('a rehearsal');
    const answers: T[] = [];
    const rehearsed = this.transaction(async () => {
      answers.push(await work());
      throw new TakenBack();
    });
    return rehearsed.catch((error: unknown) => {
      if (error instanceof TakenBack) return answers[0] as T;
      throw error;
    });
  }

  /**
   * A part that may fail alone: its writes are undone, the transaction around it lives on. What is only checked when a
   * transaction ends is checked at the end of the part: found later, it would take down all that is sound beside it.
   */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const around = this.required();
    const { em } = around;
    await this.writePending(around);
    await em.flush();
    await this.query('savepoint part');
    try {
      const result = await this.part({ ...around, pending: new Map() }, work);
      await em.flush();
      await this.query('set constraints all immediate');
      await this.query('set constraints all deferred');
      await this.query('release savepoint part');
      return result;
    } catch (error) {
      em.clear();
      await this.query('rollback to savepoint part');
      await this.query('release savepoint part');
      throw error;
    }
  }

  async query<Row extends object = Record<string, unknown>>(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    const statement = CompiledQuery.raw(sql, [...parameters]);
    const transaction = open.getStore()?.em.getTransactionContext() as Transaction<unknown> | undefined;
    const started = performance.now();
    const { rows } = await (transaction ?? this.fork().getKysely()).executeQuery<Row>(statement);
    this.onQuery?.(sql, (performance.now() - started) / 1000);
    return rows;
  }

  /** The transaction's EntityManager, or a fresh one for reading. */
  get em(): SqlEntityManager {
    return open.getStore()?.em ?? this.fork();
  }

  /** Takes the locks of all subjects a use case writes to, in one order, before its first write. */
  async hold(...keys: string[]): Promise<void> {
    this.required();
    if (keys.length > 0) await this.query(HOLD, [[...new Set(keys)].toSorted()]);
  }

  /**
   * Has rows written at the end of the transaction at hand, or of its savepoint, with all that were given to this `write`
   * until then: one statement where there would be one for each. At once when there is no transaction.
   */
  async atEnd<Row>(write: (rows: readonly Row[]) => Promise<void>, rows: readonly Row[]): Promise<void> {
    const at = open.getStore();
    if (!at) return write(rows);
    const key = write as Write;
    at.pending.set(key, [...(at.pending.get(key) ?? []), ...rows]);
  }

  /** Runs once the transaction at hand has committed; at once when there is none. For wake-ups, never for effects. */
  afterCommit(act: () => void): void {
    const at = open.getStore();
    if (at) at.after.push(act);
    else act();
  }

  /** Refuses to run what leaves the process (a provider call, a second transaction) inside a transaction. */
  static outside(what: string): void {
    if (open.getStore()) throw new NestedTransaction(what);
  }

  static get isInTransaction(): boolean {
    return open.getStore() !== undefined;
  }

  /** Leaves the transaction's context, for work that is started here and must not run in it. */
  static detached<T>(work: () => T): T {
    return open.exit(work);
  }

  private async anew<T>(work: (em: SqlEntityManager) => Promise<T>, tries: number): Promise<T> {
    const after: (() => void)[] = [];
    try {
      const result = await this.fork().transactional((em) =>
        this.part({ em, after, pending: new Map() }, () => work(em)),
      );
      for (const act of after) act();
      return result;
    } catch (error) {
      if (!(error instanceof Overtaken) || tries >= TRIES) throw error;
      await pause(Math.random() * 5 * 2 ** tries);
      return this.anew(work, tries + 1);
    }
  }

  private async part<T>(part: Part, work: () => Promise<T>): Promise<T> {
    return open.run(part, async () => {
      const result = await work();
      await this.writePending(part);
      return result;
    });
  }

  private async writePending({ pending }: Part): Promise<void> {
    for (const [write, rows] of pending) {
      pending.delete(write);
      await write(rows as never[]);
    }
  }

  private required(): Part {
    const at = open.getStore();
    if (!at) throw new Error('This needs an open transaction.');
    return at;
  }

  private fork(): SqlEntityManager {
    return this.orm.em.fork({ useContext: false }) as SqlEntityManager;
  }
}

class TakenBack extends Error {}

const HOLD = `
  select pg_advisory_xact_lock(lock) from (
    select hashtextextended(key, 0) as lock from unnest($1::text[]) with ordinality as held(key, place) order by place offset 0
  ) as sorted`;
