import { openEnd } from './open-end.js';

const since = new Date('2026-03-01T00:00:00Z');

it.each([
  { account: 'clearing:payments', minor: 9700, kind: 'cash_missing', why: 'captured, and no cash came' },
  { account: 'clearing:payments', minor: -9700, kind: 'fact_missing', why: 'cash came, and nobody knows of a payment' },
  { account: 'clearing:refunds', minor: -2000, kind: 'cash_missing', why: 'refunded, and no cash left' },
  { account: 'clearing:refunds', minor: 2000, kind: 'fact_missing', why: 'cash left, and nobody knows of a refund' },
  { account: 'unapplied', minor: -9700, kind: 'orphan_cash', why: 'received for nothing we know' },
  { account: 'stripe_in_transit', minor: 50_000, kind: 'payout_differs', why: 'paid out and never arrived' },
  { account: 'suspense', minor: 100, kind: 'unexplained', why: 'moved for no reason we know' },
])('$account $minor is a break of the kind $kind: $why', ({ account, minor, kind }) => {
  expect(openEnd({ account, match_key: 'x_1', currency: 'usd', minor, since })).toMatchObject({
    kind,
    subject: `${account}:x_1:usd`,
  });
});
