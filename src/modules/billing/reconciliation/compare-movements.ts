import { days } from '../../../kernel/clock.js';
import type { Finding, Sum } from './finding.js';

/** A movement of the balance, as either side has it. */
export interface Movement {
  readonly id: string;
  readonly type: string;
  readonly minor: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  /** When it happened, where that is known. */
  readonly at?: string;
}

/** What is younger may not have reached the other side's lists yet: a difference of `timing`, which closes by itself. */
const IN_TIME = days(2);

/** Full outer join of theirs and ours on the id. A difference of one minor unit is a difference like any other. */
export function differencesOf(theirs: readonly Movement[], ours: readonly Movement[], now: Date): Finding[] {
  const known = new Map(ours.map((one) => [one.id, one]));
  const told = new Set(theirs.map(({ id }) => id));
  return [
    ...theirs.flatMap((one) => differenceOf(one, known.get(one.id))),
    ...ours
      .filter(({ id }) => !told.has(id))
      .map((one) => ({ kind: aloneSince(one, now), subject: subjectOf(one), ours: one, theirs: null })),
  ];
}

/** What only we have, and since when. */
export function aloneSince({ at }: { readonly at?: string }, now: Date): 'timing' | 'missing_remote' {
  return at && now.getTime() - new Date(at).getTime() < IN_TIME ? 'timing' : 'missing_remote';
}

function differenceOf(theirs: Movement, ours: Movement | undefined): Finding[] {
  const subject = subjectOf(theirs);
  if (!ours) return [{ kind: 'missing_local', subject, ours: null, theirs }];
  const kind =
    ours.currency !== theirs.currency
      ? 'currency_differs'
      : ours.minor !== theirs.minor
        ? 'amount_differs'
        : ours.fee !== theirs.fee || ours.net !== theirs.net
          ? 'fee_differs'
          : undefined;
  return kind ? [{ kind, subject, ours, theirs }] : [];
}

export function subjectOf({ id }: { readonly id: string }): string {
  return `balance_transaction:${id}`;
}

/** Net by type and currency, on both sides. */
export function sumsOf(theirs: readonly Movement[], ours: readonly Movement[]): Sum[] {
  const keys = [...new Set([...theirs, ...ours].map(keyOf))].toSorted((a, b) => (a < b ? -1 : 1));
  return keys.map((key) => {
    const [of = '', currency = ''] = key.split(' ');
    return { of, currency, theirs: totalOf(theirs, key), ours: totalOf(ours, key) };
  });
}

function totalOf(movements: readonly Movement[], key: string): { count: number; minor: number } {
  const mine = movements.filter((one) => keyOf(one) === key);
  return { count: mine.length, minor: mine.reduce((sum, { net }) => sum + net, 0) };
}

function keyOf({ type, currency }: Movement): string {
  return `${type} ${currency}`;
}
