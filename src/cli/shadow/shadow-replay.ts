import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../app.js';
import { dice, shuffled } from '../../kernel/dice.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import type { DatabaseSettings } from '../../platform/database/orm-options.js';
import { EventReader } from '../../platform/events/event-reader.js';
import { InboxWorker } from '../../modules/webhooks/index.js';
import { compared, type Comparison, type Rows } from './difference.js';
import { STANDING, type StandingTable } from './standing.js';

export interface ShadowReplay {
  /** Only what was received before. */
  readonly until?: Date | undefined;
  /** Seed of another order than the one in which events came. */
  readonly shuffle?: number | undefined;
  /** An empty store to rebuild into; one in memory unless said otherwise. */
  readonly into?: DatabaseSettings;
}

export interface Replayed {
  readonly events: number;
  /** Received and not folded yet, so that neither side knows of them. */
  readonly unfolded: number;
  readonly seconds: number;
  readonly tables: readonly Comparison[];
}

/** What did not come from providers and is not made of what did: taken over as it stands. */
const TAKEN_OVER = [
  ...['platform_vault_key', 'customers_person', 'customers_address', 'customers_customer'],
  ...['customers_provider_link', 'customers_stage_change', 'billing_intent'],
];

const PIECE = 1_000;
/** Objects in one transaction: nobody waits beside it, and fewer commits are less work. */
const KEYS = 512;

/**
 * Folds every event of the inbox once more, into an empty store, by the same code and with nothing that
 * leaves the process, and compares what came of it with what stands.
 */
export async function shadowReplay(
  app: NestFastifyApplication,
  { until, shuffle, into = { pool: 1 } }: ShadowReplay,
): Promise<Replayed> {
  const source = app.get(Database);
  const shadow = await emptyApp(app.get(Config), into);
  try {
    const store = shadow.get(Database);
    for (const table of TAKEN_OVER) await takeOver(source, store, table);
    const worker = shadow.get(InboxWorker, { strict: false });
    const started = performance.now();
    const { seqs, unfolded } = await received(source, until);
    const order = shuffle === undefined ? seqs : shuffled(seqs, dice(shuffle));
    for (let from = 0; from < order.length; from += PIECE) {
      await lay(source, store, order.slice(from, from + PIECE), from);
      await worker.drain(KEYS);
    }
    await store.query(`update webhooks_inbox set status = 'pending', next_at = now() where status = 'waiting'`);
    await worker.drain(KEYS);
    await shadow.get(EventReader, { strict: false }).drain(({ projection }) => projection);
    const seconds = (performance.now() - started) / 1_000;
    const tables: Comparison[] = [];
    for (const table of STANDING)
      tables.push(compared(table.name, await standing(app, table), await rowsOf(store, table.sql)));
    return { events: order.length, unfolded, seconds, tables };
  } finally {
    await shadow.close();
  }
}

/** No loop runs in it and it listens nowhere: nobody can be called, mailed or told. */
async function emptyApp(config: Config, database: DatabaseSettings): Promise<NestFastifyApplication> {
  const apart = { databaseUrl: undefined, dataFolder: 'memory', redisUrl: undefined, holdOutbound: true, demo: false };
  const own = Object.freeze(Object.assign(Object.create(Config.prototype) as Config, config, apart));
  const app = await createApp({ config: own, database, migrate: true, backOffice: false });
  return app.init();
}

/** What stands is made of what was folded, also where it is just replayed: what has not come to its turn is left out. */
async function received(source: Database, until: Date | undefined): Promise<{ seqs: string[]; unfolded: number }> {
  const rows = await source.query<{ seq: string; unfolded: boolean }>(
    `select seq::text as seq, status = 'pending' and done_at is null as unfolded from webhooks_inbox
     where received_at < coalesce($1::timestamptz, 'infinity') order by seq`,
    [until ?? null],
  );
  const seqs = rows.filter(({ unfolded }) => !unfolded).map(({ seq }) => seq);
  return { seqs, unfolded: rows.length - seqs.length };
}

/** The next events, numbered anew in the order in which they are laid. What was given up or left aside stays so. */
async function lay(source: Database, store: Database, seqs: readonly string[], before: number): Promise<void> {
  const places = new Map(seqs.map((seq, index) => [seq, String(before + index + 1)]));
  for (const table of ['webhooks_inbox', 'webhooks_body']) {
    const rows = await source.query<{ row: { seq: number } & InboxRow }>(
      `select to_jsonb(t) as row from ${table} t where seq = any($1::bigint[])`,
      [seqs],
    );
    await insert(
      store,
      table,
      rows.map(({ row }) => ({ ...asDue(row), seq: places.get(String(row.seq)) })),
    );
  }
}

interface InboxRow {
  readonly status?: string;
  readonly done_at?: string | null;
}

function asDue(row: InboxRow): object {
  const { status, done_at: doneAt = null } = row;
  if (status === undefined || status === 'skipped' || (status === 'dead' && doneAt === null)) return row;
  return {
    ...row,
    status: 'pending',
    lane: 1,
    attempts: 0,
    next_at: '-infinity',
    waiting_on: null,
    outcome: null,
    done_at: null,
  };
}

async function takeOver(source: Database, store: Database, table: string): Promise<void> {
  const rows = await source.query<{ row: object }>(`select to_jsonb(t) as row from ${table} t`);
  await insert(
    store,
    table,
    rows.map(({ row }) => row),
  );
}

async function insert(store: Database, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await store.query(
    `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Stopped at any moment, the program may have told what its projections have not heard: what they make is read as it
 * will be when they have, and left as it is.
 */
async function standing(app: NestFastifyApplication, { sql, isProjected = false }: StandingTable): Promise<Rows> {
  const source = app.get(Database);
  if (!isProjected) return rowsOf(source, sql);
  return source.rehearsal(async () => {
    await app.get(EventReader, { strict: false }).drain(({ projection }) => projection);
    return rowsOf(source, sql);
  });
}

async function rowsOf(database: Database, sql: string): Promise<Rows> {
  const rows = await database.query<{ key: string; row: string }>(sql);
  return new Map(rows.map(({ key, row }) => [key, row]));
}
