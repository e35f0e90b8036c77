import { MikroORM } from '@mikro-orm/core';
import pg from 'pg';
import { FrozenClock } from '../src/kernel/clock.js';
import { derivedId } from '../src/kernel/id.js';
import { Money } from '../src/kernel/money.js';
import { entities } from '../src/mikro-orm.config.js';
import { BalanceQueries } from '../src/modules/ledger/balance.queries.js';
import { Checkpoints } from '../src/modules/ledger/checkpoints.js';
import { Ledger, RollUp, Witnesses, type Statement } from '../src/modules/ledger/index.js';
import { LedgerProofs } from '../src/modules/ledger/ledger-proofs.js';
import { Database } from '../src/platform/database/database.js';
import { ormOptions, type DatabaseSettings } from '../src/platform/database/orm-options.js';
import { Outbox } from '../src/platform/events/outbox.js';
import { WakeUps } from '../src/platform/events/wake-ups.js';
import { Proofs } from '../src/platform/ops/proofs.js';

const SERVER = process.env['BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const DATABASE = 'revenue_bench_ledger';
const JOURNALS = Number(process.env['BENCH_JOURNALS'] ?? 200_000);
const START = Date.UTC(2026, 0, 1);

interface Row {
  readonly name: string;
  readonly n: number;
  readonly result: number;
  readonly unit: string;
  readonly goal: number;
  readonly met: boolean;
}

/** What stating a fact costs, alone and in the batches of folds, and what the books answer once they are large. */
export async function run() {
  await onServer(`drop database if exists ${DATABASE} with (force)`);
  await onServer(`create database ${DATABASE}`);
  const url = new URL(SERVER);
  url.pathname = `/${DATABASE}`;
  try {
    const postgres = await onBooks({ url: url.href, pool: 6 }, async (books) => [
      await postings(
        'Postgres, 4 connections, one a transaction',
        books,
        { at: 1e7, n: 4_000, batch: 1, loops: 4 },
        1_000,
      ),
      await postings(
        'Postgres, 4 connections, 20 a transaction',
        books,
        { at: 2e7, n: 40_000, batch: 20, loops: 4 },
        3_000,
      ),
      ...(await largeBooks(books)),
    ]);
    const embedded = await onBooks({ pool: 1 }, async (books) => [
      await postings('PGlite, one a transaction', books, { at: 0, n: 1_000, batch: 1, loops: 1 }, 300),
      await postings('PGlite, 20 a transaction', books, { at: 1e6, n: 10_000, batch: 20, loops: 1 }, 1_500),
    ]);
    return { parameters: { journals: JOURNALS }, rows: [...postgres, ...embedded] };
  } finally {
    await onServer(`drop database if exists ${DATABASE} with (force)`);
  }
}

async function postings(
  name: string,
  { database, ledger }: Books,
  { at, n, batch, loops }: { at: number; n: number; batch: number; loops: number },
  goal: number,
): Promise<Row> {
  let next = at;
  const loop = async () => {
    while (next < at + n) {
      const from = next;
      next += batch;
      const facts = Array.from({ length: batch }, (_, index) => fact(from + index));
      await database.transaction(() => ledger.state(facts));
    }
  };
  const seconds = await timed(() => Promise.all(Array.from({ length: loops }, loop)));
  return atLeast(`postings: ${name}`, n, n / seconds, 'journals/s', goal);
}

async function largeBooks({ database, ledger, balances, rollUp, checkpoints, proofs }: Books): Promise<Row[]> {
  for (let from = 0; from < JOURNALS; from += 500) {
    const facts = Array.from({ length: 500 }, (_, index) => fact(from + index));
    await database.transaction(() => ledger.state(facts));
  }
  const [journals] = await database.query<{ n: string }>('select count(*) as n from ledger_journal');
  const n = Number(journals?.n);
  const rolledUp = await timed(() => rollUp.catchUp());
  await checkpoints.sealAll();
  await database.query('analyze');

  const asOf = new Date(START + 40.4 * 86_400_000);
  const question = { account: 'stripe_balance', asOf };
  const rows = [
    atLeast('roll-up', n, n / rolledUp, 'journals/s', 5_000),
    atMost('balance of an account as of an instant', n, await median(() => balances.of(question)), 20),
    atMost('the same as known then', n, await median(() => balances.of({ ...question, knownAt: asOf })), 20),
    atMost('trial balance as of an instant', n, await median(() => balances.trial({ asOf })), 100),
  ];
  for (const name of proofs.names()) {
    const seconds = await timed(async () => {
      const [result] = await proofs.run([name]);
      if (name.startsWith('P4') === result?.ok) throw new Error(`${name} said ${String(result?.ok)}`);
    });
    rows.push(atMost(name.slice(0, 2), n, seconds * 1000, (n / 1_000_000) * 60_000));
  }
  return rows;
}

/** A sale every 20 seconds: what the provider made of a charge. */
function fact(index: number): Statement {
  const at = new Date(START + (index % 1e7) * 20_000);
  const [minor, fee] = [9_700 + (index % 100), 311];
  return {
    fact: { provider: 'stripe', kind: 'balance_transaction', id: `txn_${index}` },
    rule: 'balance.charge',
    effectiveAt: at,
    correlationId: derivedId(at, String(index)),
    lines: [
      { account: 'stripe_balance', money: Money.of(minor - fee, 'usd') },
      { account: 'fees:processing', dim: 'stripe_fee', money: Money.of(fee, 'usd') },
      { account: 'clearing:payments', matchKey: `ch_${index}`, money: Money.of(-minor, 'usd') },
    ],
  };
}

async function onBooks<T>(settings: DatabaseSettings, work: (books: Books) => Promise<T>): Promise<T> {
  const orm = await MikroORM.init(await ormOptions(settings, entities));
  await orm.migrator.up();
  try {
    return await work(open(orm));
  } finally {
    await orm.close(true);
  }
}

type Books = ReturnType<typeof open>;

function open(orm: MikroORM) {
  const database = new Database(orm);
  const clock = new FrozenClock(new Date(START + 400 * 86_400_000));
  const balances = new BalanceQueries(database, clock);
  const proofs = new Proofs();
  new LedgerProofs(database, clock, proofs, new Witnesses()).onModuleInit();
  const ledger = new Ledger(database, new Outbox(database, clock, new WakeUps()), balances);
  return { database, ledger, balances, proofs, rollUp: new RollUp(database), checkpoints: new Checkpoints(database) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 9; turn += 1) times.push(1000 * (await timed(work)));
  return times.toSorted((a, b) => a - b)[4] ?? 0;
}

const atLeast = (name: string, n: number, result: number, unit: string, goal: number): Row => {
  return { name, n, result: Math.round(result), unit, goal, met: result >= goal };
};

const atMost = (name: string, n: number, result: number, goal: number): Row => {
  return { name, n, result: Math.round(result * 10) / 10, unit: 'ms', goal, met: result <= goal };
};

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
