import { Money } from '../../kernel/money.js';
import type { Balance } from './balance.queries.js';
import { naturalSign, type Account } from './chart.js';
import type { OpenKey } from './unmatched.js';

/** Major units, debits positive. */
export function amount(minor: number, currency: string): { amount: number; currency: string } {
  return { amount: Money.of(minor, currency).major, currency };
}

/** An account with what is on it, in its natural direction beside the signed amount. */
export function accountView(account: Account, balances: readonly Omit<Balance, 'partyId'>[]) {
  const { code, kind, party, matched, description } = account;
  const own = balances.filter((balance) => balance.account === code);
  return {
    code,
    kind,
    party,
    matched,
    description,
    balances: own.map(({ minor, currency }) => ({
      ...amount(minor, currency),
      natural_amount: Money.of(minor * naturalSign(account), currency).major,
    })),
  };
}

export function balanceView({ account, partyId, currency, minor }: Balance) {
  return { account, party_id: partyId, ...amount(minor, currency) };
}

export function trialView({ account, currency, minor }: Omit<Balance, 'partyId'>) {
  const side = amount(Math.abs(minor), currency).amount;
  return { account, currency, debit: minor > 0 ? side : 0, credit: minor < 0 ? side : 0 };
}

/** By currency: zero, or the books are broken. */
export function totalsOf(rows: readonly Omit<Balance, 'partyId'>[]) {
  const sums = new Map<string, number>();
  for (const { currency, minor } of rows) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return [...sums].map(([currency, minor]) => amount(minor, currency));
}

export function openKeyView({ account, match_key, currency, minor, since }: OpenKey, now: Date) {
  const age = Math.floor((now.getTime() - since.getTime()) / 1000);
  return { account, match_key, ...amount(minor, currency), since: since.toISOString(), age_seconds: age };
}
