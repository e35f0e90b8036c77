import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '../../platform/database/database.js';
import type { Proof } from '../../platform/ops/proofs.js';
import { DIRECTION, WITNESSED, type MoneyKind } from './money-kind.js';

/** Who knows the balances of the books by itself. */
export abstract class BalanceWitness {
  abstract balance(question: { account: string; asOf: Date }): Promise<readonly { currency: string; minor: number }[]>;
}

interface Reading {
  readonly books: ReadonlyMap<string, number>;
  readonly facts: ReadonlyMap<string, number>;
}

/** How long the proof waits for events that are still to be read. */
const PATIENCE_TRIES = 10;
const PATIENCE_MILLISECONDS = 500;

/**
 * Money facts come to the balances of the books, account by account and currency by currency. While journals are being
 * written the two cannot be read at one instant: then it waits, and says so in place of a result.
 */
export function money(
  sql: Sql,
  witness: BalanceWitness,
  { now, behind }: { now: () => Date; behind: () => Promise<number> },
): Proof {
  return async () => {
    for (let tries = 1; ; tries += 1) {
      const asOf = new Date(now().getTime() + 1);
      const before = await balances(witness, asOf);
      const facts = await factSums(sql, asOf);
      const still = same(before, await balances(witness, asOf));
      const waiting = await behind();
      if (still && waiting === 0) return resultOf({ books: before, facts });
      if (tries === PATIENCE_TRIES) return { ok: true, checked: 0, differences: [{ unread_events: waiting }] };
      await pause(PATIENCE_MILLISECONDS);
    }
  };
}

function resultOf({ books, facts }: Reading) {
  const keys = [...new Set([...books.keys(), ...facts.keys()])].toSorted();
  const differences = keys
    .map((account) => ({ account, facts: facts.get(account) ?? 0, books: books.get(account) ?? 0 }))
    .filter((row) => row.facts !== row.books)
    .slice(0, 100);
  return {
    ok: differences.length === 0,
    checked: keys.length,
    expected: Object.fromEntries(books),
    actual: Object.fromEntries(facts),
    differences,
  };
}

async function balances(witness: BalanceWitness, asOf: Date): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const account of WITNESSED) {
    for (const { currency, minor } of await witness.balance({ account, asOf })) {
      const key = `${account} ${currency}`;
      sums.set(key, (sums.get(key) ?? 0) + minor);
    }
  }
  return withoutZeros(sums);
}

async function factSums(sql: Sql, asOf: Date): Promise<Map<string, number>> {
  const rows = await sql.query<{ account: string; currency: string; kind: MoneyKind; minor: string }>(SUMS, [asOf]);
  const sums = new Map<string, number>();
  for (const { account, currency, kind, minor } of rows) {
    const key = `${account} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0) + DIRECTION[kind] * Number(minor));
  }
  return withoutZeros(sums);
}

function withoutZeros(sums: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...sums].filter(([, minor]) => minor !== 0));
}

function same(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([key, minor]) => other.get(key) === minor);
}

const SUMS = `
  select account, currency, kind, sum(minor)::text as minor from analytics_money_fact
   where effective_at < $1::timestamptz group by account, currency, kind`;
