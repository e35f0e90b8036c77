import type { OpenKey } from '../../ledger/index.js';
import type { BreakKind, Finding } from './finding.js';

/** The side of the business fact: payments are debited to their clearing account, refunds and disputes credited. */
const FACT_SIDE: Readonly<Record<string, 1 | -1>> = {
  'clearing:payments': 1,
  'clearing:refunds': -1,
  'clearing:disputes': -1,
};

/** An end of the books that should have met its other by now, as a break with a name. */
export function openEnd({ account, match_key: key, currency, minor, since }: OpenKey): Finding {
  return {
    kind: kindOf(account, minor),
    subject: `${account}:${key}:${currency}`,
    ours: { minor, currency, since: since.toISOString() },
    theirs: null,
  };
}

function kindOf(account: string, minor: number): BreakKind {
  const side = FACT_SIDE[account];
  if (side !== undefined) return Math.sign(minor) === side ? 'cash_missing' : 'fact_missing';
  if (account === 'unapplied') return 'orphan_cash';
  return account.endsWith('_in_transit') ? 'payout_differs' : 'unexplained';
}
