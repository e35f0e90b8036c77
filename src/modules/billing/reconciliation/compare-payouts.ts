import { aloneSince } from './compare-movements.js';
import type { Finding, Sum } from './finding.js';

/** Amounts in minor units of the currency. */
interface Total {
  readonly count: number;
  readonly minor: number;
}

/** A payout as either side has it. */
export interface PaidOut {
  readonly id: string;
  readonly minor: number;
  readonly currency: string;
  /** The movements it took out of the balance, net, itself aside; nothing where the provider does not tell them. */
  readonly parts: Total | null;
  /** When it was made, where that is asked. */
  readonly at?: string;
}

/** A payout is known here, alike, and exactly what it is made of; a difference of one minor unit is one. */
export function differenceOfPayout(theirs: PaidOut, ours: PaidOut | undefined): Finding[] {
  const subject = subjectOf(theirs);
  if (!ours) return [{ kind: 'missing_local', subject, ours: null, theirs }];
  const kind =
    ours.currency !== theirs.currency
      ? 'currency_differs'
      : ours.minor !== theirs.minor
        ? 'amount_differs'
        : theirs.parts && !isMadeOf(theirs.minor, theirs.parts, ours.parts)
          ? 'payout_differs'
          : undefined;
  return kind ? [{ kind, subject, ours, theirs }] : [];
}

/** Payouts their list leaves out: only we have them. */
export function payoutsOnlyHere(theirs: readonly PaidOut[], ours: readonly PaidOut[], now: Date): Finding[] {
  const told = new Set(theirs.map(({ id }) => id));
  return ours
    .filter(({ id }) => !told.has(id))
    .map((one) => ({ kind: aloneSince(one, now), subject: subjectOf(one), ours: one, theirs: null }));
}

function isMadeOf(minor: number, theirs: Total, ours: Total | null): boolean {
  return theirs.minor === minor && ours?.minor === minor && ours.count === theirs.count;
}

export function subjectOf({ id }: { readonly id: string }): string {
  return `payout:${id}`;
}

/** All payouts looked at, per currency. */
export function sumsOfPayouts(theirs: readonly PaidOut[], ours: readonly PaidOut[]): Sum[] {
  const currencies = [...new Set([...theirs, ...ours].map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => ({
    of: 'payout',
    currency,
    theirs: totalOf(theirs, currency),
    ours: totalOf(ours, currency),
  }));
}

function totalOf(payouts: readonly PaidOut[], currency: string): Total {
  const mine = payouts.filter((one) => one.currency === currency);
  return { count: mine.length, minor: mine.reduce((sum, { minor }) => sum + minor, 0) };
}
