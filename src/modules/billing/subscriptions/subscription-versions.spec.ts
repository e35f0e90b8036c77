import type { SubscriptionState } from './subscription-state.js';
import {
  arrOf,
  firstDifference,
  versionRow,
  versionsOf,
  type Version,
  type VersionRow,
} from './subscription-versions.js';

const item = (quantity: number) => ({
  itemKey: 'si_1',
  priceId: 'price_1',
  planId: 'prod_1',
  interval: 'month' as const,
  intervalCount: 1,
  quantity,
  metered: false,
  arrMinor: 34_800 * quantity,
});
const state = (more: Partial<SubscriptionState> = {}): SubscriptionState => ({
  status: 'active',
  currency: 'usd',
  customer: 'cus_1',
  items: [item(1)],
  cancelAt: null,
  pause: null,
  trialEndsAt: null,
  endedAt: null,
  endReason: null,
  endFeedback: null,
  periodStartsAt: '2026-03-01T00:00:00.000Z',
  periodEndsAt: '2026-04-01T00:00:00.000Z',
  ...more,
});
const version = (day: number, more: Partial<SubscriptionState> = {}): Version => ({
  startsAt: new Date(Date.UTC(2026, 2, day)),
  state: state(more),
  inboxEvent: null,
  providerEvent: `evt_${day}`,
});
const rows = (...versions: Version[]): VersionRow[] => versions.map((one, seq) => versionRow('sub', seq, one));
const days = (versions: readonly Version[]): number[] => versions.map(({ startsAt }) => startsAt.getUTCDate());

const [A, B, C] = [version(1), version(5, { items: [item(2)] }), version(9, { cancelAt: '2026-04-01T00:00:00.000Z' })];

describe('versions', () => {
  it.each([
    { what: 'other seats', more: { items: [item(2)] }, kept: [1, 5] },
    { what: 'another status', more: { status: 'past_due' }, kept: [1, 5] },
    { what: 'an end to come', more: { cancelAt: '2026-04-01T00:00:00.000Z' }, kept: [1, 5] },
    { what: 'a pause', more: { pause: 'void' }, kept: [1, 5] },
    { what: 'a longer trial', more: { trialEndsAt: '2026-03-20T00:00:00.000Z' }, kept: [1, 5] },
    { what: 'the next period', more: { periodEndsAt: '2026-05-01T00:00:00.000Z' }, kept: [1] },
  ])('are made of $what: $kept', ({ more, kept }) => {
    expect(days(versionsOf([version(1), version(5, more)]))).toEqual(kept);
  });

  it('go on from the state they are appended to', () => {
    expect(days(versionsOf([version(5), version(6, { status: 'past_due' })], state()))).toEqual([6]);
  });

  it('come back as new ones when what was comes back', () => {
    expect(days(versionsOf([A, B, version(9)]))).toEqual([1, 5, 9]);
  });
});

describe('firstDifference', () => {
  it.each([
    { what: 'nothing known', standing: rows(), desired: rows(A, B), from: 0 },
    { what: 'one added', standing: rows(A), desired: rows(A, B), from: 1 },
    { what: 'one that came late in between', standing: rows(A, C), desired: rows(A, B, C), from: 1 },
    {
      what: 'the same at another instant',
      standing: rows(A, B),
      desired: rows(A, version(6, { items: [item(2)] })),
      from: 1,
    },
    { what: 'the end lost', standing: rows(A, B), desired: rows(A), from: 1 },
    { what: 'no difference', standing: rows(A, B), desired: rows(A, B), from: 2 },
  ])('of $what is at $from', ({ standing, desired, from }) => {
    expect(firstDifference(standing, desired)).toBe(from);
  });

  it('reads rows of the database alike', () => {
    const stored = rows(A, B).map((row) => ({ ...row, starts_at: new Date(row.starts_at).toISOString() }));

    expect(firstDifference(stored, rows(A, B))).toBe(2);
  });
});

describe('a row of a version', () => {
  it('is the same row when it is made again, and another in another place', () => {
    const [first, again, second] = [versionRow('sub', 0, A), versionRow('sub', 0, A), versionRow('sub', 1, A)];

    expect(again).toEqual(first);
    expect(second.id).not.toBe(first.id);
  });

  it('is worth the sum of its items', () => {
    expect(arrOf(state({ items: [item(1), item(2)] }))).toBe(104_400);
    expect(versionRow('sub', 0, B).arr_minor).toBe(69_600);
  });
});
