import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MikroORM } from '@mikro-orm/core';
import pg from 'pg';
import { entities } from '../src/mikro-orm.config.js';
import { ormOptions } from '../src/platform/database/orm-options.js';
import { load, type Load } from './support/load.js';
import { signedRequests } from './support/signed-events.js';

const CONNECTIONS = 64;
const REQUESTS = 8_000;
/** Not counted: a process is slow until its code is compiled. */
const WARM_UP = 2;
const ROUNDS = 9;
const DATABASE = 'revenue_bench_intake';
const SERVER = process.env['BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Floors: of the bare server with multi-row inserts, and of waiting. */
const SHARE = 0.8;
const P99 = 250;

type Variant = 'single' | 'multi' | 'ours';
const VARIANTS: readonly Variant[] = ['single', 'multi', 'ours'];

/**
 * What the house costs a delivery: our intake against a bare server that verifies and inserts each event by itself, and
 * against one that shares inserts, in turns within one run, since two cores are never twice the same.
 */
export async function run() {
  const url = await freshDatabase();
  const servers = new Map<Variant, { port: number; process: ChildProcess }>();
  try {
    for (const variant of VARIANTS) servers.set(variant, await started(variant, url));
    const results = await inTurns((variant) => servers.get(variant)?.port ?? 0);
    await everythingIsThere(url);
    return { parameters: { connections: CONNECTIONS, requests: REQUESTS, rounds: ROUNDS }, rows: rowsOf(results) };
  } finally {
    for (const { process: child } of servers.values()) child.kill('SIGTERM');
    await Promise.all([...servers.values()].map(({ process: child }) => once(child, 'exit')));
    await onServer(`drop database if exists ${DATABASE} with (force)`);
  }
}

async function freshDatabase(): Promise<string> {
  await onServer(`drop database if exists ${DATABASE} with (force)`);
  await onServer(`create database ${DATABASE}`);
  const url = new URL(SERVER);
  url.pathname = `/${DATABASE}`;
  const orm = await MikroORM.init(await ormOptions({ url: url.href, pool: 1 }, entities));
  await orm.migrator.up();
  await orm.close(true);
  return url.href;
}

async function started(variant: Variant, url: string): Promise<{ port: number; process: ChildProcess }> {
  const [file, ...args] = variant === 'ours' ? ['our-intake', url] : ['bare-intake', variant, url];
  const child = fork(fileURLToPath(new URL(`./support/${file}.js`, import.meta.url)), args);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { port, process: child };
}

/** Each variant once a round. */
async function inTurns(portOf: (variant: Variant) => number): Promise<Map<Variant, Load[]>> {
  const results = new Map<Variant, Load[]>(VARIANTS.map((variant) => [variant, []]));
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const variant of VARIANTS) {
      const requests = signedRequests(REQUESTS, `${variant}${round}`);
      const result = await load(portOf(variant), requests, CONNECTIONS);
      if (round >= WARM_UP) results.get(variant)?.push(result);
    }
  }
  return results;
}

function rowsOf(results: ReadonlyMap<Variant, readonly Load[]>) {
  const median = (variant: Variant, of: keyof Load) => middle(results.get(variant)?.map((one) => one[of]) ?? []);
  const errors = (variant: Variant) => results.get(variant)?.reduce((sum, one) => sum + one.errors, 0) ?? 0;
  const row = (name: string, variant: Variant) => ({
    name,
    'events/s': Math.round(median(variant, 'perSecond')),
    'p50 ms': median(variant, 'p50'),
    'p99 ms': median(variant, 'p99'),
    errors: errors(variant),
    n: REQUESTS * ROUNDS,
  });
  // Of each round by itself: what else the machine does weighs on both alike.
  const ratio = (other: Variant) =>
    middle((results.get('ours') ?? []).map((one, n) => one.perSecond / (results.get(other)?.[n]?.perSecond ?? NaN)));
  const within = median('ours', 'p99') <= P99 && errors('ours') === 0;
  return [
    row('bare server, an insert each', 'single'),
    row('bare server, shared inserts', 'multi'),
    { ...row('ours', 'ours'), goal: `p99 <= ${P99} ms, no errors`, met: within },
    { name: 'ours / shared inserts', ratio: ratio('multi'), goal: `>= ${SHARE}`, met: ratio('multi') >= SHARE },
    { name: 'ours / an insert each', ratio: ratio('single'), goal: '> 1', met: ratio('single') > 1 },
  ];
}

/** Answered is stored: every event of ours is a row with a body. */
async function everythingIsThere(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from webhooks_inbox join webhooks_body using (seq) where status = 'pending'`,
  );
  await client.end();
  const expected = REQUESTS * (WARM_UP + ROUNDS);
  if (Number(rows[0]?.n) !== expected)
    throw new Error(`${expected} events were answered and ${rows[0]?.n} are stored.`);
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
