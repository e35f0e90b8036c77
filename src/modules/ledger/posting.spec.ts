import { Money } from '../../kernel/money.js';
import { BrokenRule, UnknownAccount } from './ledger.errors.js';
import { keyOf, plan, type Posting, type Standing } from './posting.js';
import type { Line, Statement } from './statement.js';

const usd = (minor: number): Money => Money.of(minor, 'usd');

function sale(minor: number, day = 1): Statement {
  return {
    fact: { provider: 'engine', kind: 'order', id: 'o_1' },
    rule: 'sale',
    effectiveAt: new Date(Date.UTC(2026, 0, day)),
    correlationId: '01950000-0000-7000-8000-000000000001',
    lines:
      minor === 0
        ? []
        : [
            { account: 'bank', money: usd(minor) },
            { account: 'revenue:one_time', money: usd(-minor) },
          ],
  };
}

/** What stands after these postings have been written. */
function after(postings: readonly Posting[]): Map<string, Standing> {
  const standing = new Map<string, Standing>();
  for (const { id, statement, reverses, effectiveAt, ...posting } of postings) {
    const [key, before] = [keyOf(statement), standing.get(keyOf(statement))];
    if (reverses !== null && before) standing.set(key, { ...before, endsAt: effectiveAt });
    else {
      const startsAt = before?.endsAt?.getTime() === effectiveAt.getTime() ? before.startsAt : effectiveAt;
      standing.set(key, { ...posting, journalId: id, startsAt, endsAt: null });
    }
  }
  return standing;
}

/** What is in the bank at the end of each day from the 1st to the 12th. */
function days(postings: readonly Posting[]): number[] {
  return Array.from({ length: 12 }, (_, day) =>
    postings
      .filter(({ effectiveAt }) => effectiveAt.getUTCDate() <= day + 1)
      .flatMap(({ lines }) => lines)
      .filter(({ account }) => account === 'bank')
      .reduce((sum, { minor }) => sum + minor, 0),
  );
}

const spanned = (minor: number, from: number, to?: number): Statement => ({
  ...sale(minor, from),
  endsAt: to === undefined ? null : new Date(Date.UTC(2026, 0, to)),
});

const keys = (postings: readonly Posting[]) => postings.map(({ postingKey }) => postingKey);

describe('what must be written so that the books say what is stated', () => {
  it('is the lines, the first time', () => {
    const [posting] = plan([sale(5)], new Map());

    expect(posting).toMatchObject({ postingKey: 'engine:order:o_1:sale:r0', revision: 0, reverses: null });
    expect(posting?.id).toMatch(/^019b76da-a800-7/);
  });

  it('is nothing, for lines that stand, in whatever order', () => {
    const standing = after(plan([sale(5)], new Map()));
    const turned = { ...sale(5), lines: sale(5).lines.toReversed() };

    expect(plan([sale(5), turned, sale(5)], standing)).toEqual([]);
  });

  it('is a reversal where the old lines stood and the next revision, for other lines or another instant', () => {
    const before = plan([sale(5, 1)], new Map());
    const postings = plan([sale(7, 1), sale(7, 3)], after(before));

    expect(keys(postings)).toEqual(['r0:x', 'r1', 'r1:x', 'r2'].map((end) => `engine:order:o_1:sale:${end}`));
    expect(postings.map(({ effectiveAt }) => effectiveAt.getUTCDate())).toEqual([1, 1, 1, 3]);
    expect(postings[0]).toMatchObject({ reverses: before[0]?.id, lines: [{ minor: -5 }, { minor: 5 }] });
  });

  it('is a reversal when it is said to have ended, and the next revision when it is so again', () => {
    const postings = plan([sale(5, 1), sale(0, 9), sale(0, 10), sale(5, 1)], new Map());

    expect(keys(postings)).toEqual(['r0', 'r0:x', 'r1'].map((end) => `engine:order:o_1:sale:${end}`));
    expect(postings[1]?.effectiveAt.getUTCDate()).toBe(9);
  });

  it.each<{ what: string; told: Statement[] }>([
    { what: 'all at once', told: [spanned(5, 2, 9)] },
    { what: 'the beginning first', told: [spanned(5, 2), spanned(5, 2, 9)] },
    { what: 'too late an end first', told: [spanned(5, 2, 11), spanned(5, 2, 9)] },
    { what: 'too early an end first', told: [spanned(5, 2, 4), spanned(5, 2, 9)] },
    { what: 'another amount, ended', told: [spanned(7, 2, 4), spanned(5, 2, 9)] },
    {
      what: 'another amount at another time',
      told: [spanned(7, 3, 4), spanned(5, 2), spanned(7, 1), spanned(5, 2, 9)],
    },
    { what: 'as if it had never been', told: [spanned(5, 2), spanned(5, 2, 2), spanned(5, 2, 9)] },
    { what: 'ended, and then not after all', told: [spanned(5, 2, 4), spanned(5, 2), spanned(5, 2, 9)] },
  ])('adds up, day by day, to what is so from the 2nd to the 9th, told $what', ({ told }) => {
    const postings: Posting[] = [];
    for (const one of told) postings.push(...plan([one], after(postings)));

    expect(days(postings)).toEqual([0, 5, 5, 5, 5, 5, 5, 5, 0, 0, 0, 0]);
    expect(plan([spanned(5, 2, 9)], after(postings))).toEqual([]);
    expect(new Set(keys(postings)).size).toBe(postings.length);
  });

  it('is nothing for what ended when it began', () => {
    expect(plan([spanned(5, 2, 2)], new Map())).toEqual([]);
  });

  it('is nothing for the end of what never was, and for sides of zero', () => {
    const zero: Line[] = [
      { account: 'bank', money: usd(0) },
      { account: 'revenue:one_time', money: usd(0) },
    ];

    expect(plan([sale(0), { ...sale(1), lines: zero }], new Map())).toEqual([]);
  });

  it.each<[string, Line[], typeof BrokenRule | typeof UnknownAccount]>([
    ['does not balance', [{ account: 'bank', money: usd(1) }], BrokenRule],
    [
      'balances over two currencies',
      [
        { account: 'bank', money: usd(1) },
        { account: 'bank', money: Money.of(-1, 'eur') },
      ],
      BrokenRule,
    ],
    [
      'lacks a party',
      [
        { account: 'customer_credit', money: usd(1) },
        { account: 'bank', money: usd(-1) },
      ],
      BrokenRule,
    ],
    [
      'lacks a match key',
      [
        { account: 'clearing:payments', money: usd(1) },
        { account: 'bank', money: usd(-1) },
      ],
      BrokenRule,
    ],
    [
      'matches what is not matched',
      [
        { account: 'bank', matchKey: 'x', money: usd(1) },
        { account: 'bank', money: usd(-1) },
      ],
      BrokenRule,
    ],
    [
      'names no account of the chart',
      [
        { account: 'pocket', money: usd(1) },
        { account: 'bank', money: usd(-1) },
      ],
      UnknownAccount,
    ],
  ])('refuses a rule that %s', (_, lines, refusal) => {
    expect(() => plan([{ ...sale(1), lines }], new Map())).toThrow(refusal);
  });
});
