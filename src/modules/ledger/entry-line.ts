import { accountOf } from './chart.js';
import { BrokenRule, UnknownAccount } from './ledger.errors.js';
import type { Line } from './statement.js';

/** A line as it is kept: minor units, positive debit. */
export interface EntryLine {
  readonly account: string;
  readonly partyId: string | null;
  readonly matchKey: string | null;
  readonly dim: string | null;
  readonly currency: string;
  readonly minor: number;
}

/**
 * The lines a rule stated, without sides of zero. What the database would refuse at commit, together with everything
 * else in the transaction, is refused here with a name. @throws BrokenRule, UnknownAccount
 */
export function checked(key: string, lines: readonly Line[]): EntryLine[] {
  const kept = lines.filter(({ money }) => !money.isZero).map(entryLine);
  for (const line of kept) checkAccount(key, line);
  for (const [currency, sum] of sums(kept)) {
    if (sum !== 0) throw new BrokenRule(key, `lines sum to ${sum} ${currency}, not to zero`);
  }
  return kept;
}

function entryLine({ account, partyId, matchKey, dim, money }: Line): EntryLine {
  return {
    account,
    partyId: partyId ?? null,
    matchKey: matchKey ?? null,
    dim: dim ?? null,
    currency: money.currency,
    minor: money.minor,
  };
}

function checkAccount(key: string, line: EntryLine): void {
  const account = accountOf(line.account);
  if (!account) throw new UnknownAccount(line.account);
  if ((account.party === null) !== (line.partyId === null)) {
    throw new BrokenRule(key, `${account.code} ${account.party ? `needs a ${account.party}` : 'takes no party'}`);
  }
  if (account.matched !== (line.matchKey !== null)) {
    throw new BrokenRule(key, `${account.code} ${account.matched ? 'needs a match key' : 'takes no match key'}`);
  }
}

function sums(lines: readonly EntryLine[]): Map<string, number> {
  const byCurrency = new Map<string, number>();
  for (const { currency, minor } of lines) byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + minor);
  return byCurrency;
}
