import { Money } from '../../../kernel/money.js';
import type { Line } from '../../ledger/index.js';
import { received, refundAllocated, refundSent, sold } from './posting.js';

const usd = (minor: number): Money => Money.of(minor, 'usd');
const matched = { partyId: 'customer', paymentKey: 'pi_1' };
const sides = (lines: readonly Line[]): string[] =>
  lines.map(({ account, matchKey, dim, money }) => [account, matchKey ?? dim, money.minor].filter(Boolean).join(' '));

describe('the lines of a payment', () => {
  it.each([
    {
      what: 'a captured charge waits for its cash and for what it was for',
      lines: received({ id: 'ch_1', captured: usd(9700) }, matched),
      said: ['clearing:payments ch_1 9700', 'unapplied pi_1 -9700'],
    },
    {
      what: 'a sale of its own is earned at once',
      lines: sold(usd(9700), matched),
      said: ['unapplied pi_1 9700', 'revenue:one_time -9700'],
    },
    {
      what: 'a refund under way leaves the payment and waits for its cash',
      lines: refundSent({ id: 're_1', amount: usd(2000) }, matched),
      said: ['unapplied pi_1 2000', 'clearing:refunds re_1 -2000'],
    },
    {
      what: 'a refund is set against revenue, what is deferred, and tax',
      lines: refundAllocated({ earned: 1667, unearned: 3333, tax: [{ rate: 'vat', minor: 1000 }] }, 'usd', matched),
      said: ['refunds 1667', 'deferred_revenue 3333', 'tax_payable vat 1000', 'unapplied pi_1 -6000'],
    },
  ])('$what', ({ lines, said }) => {
    expect(sides(lines)).toEqual(said);
  });

  it.each([
    ['nothing captured', received({ id: 'ch_1', captured: usd(0) }, matched)],
    ['nothing sold', sold(usd(0), matched)],
    ['a refund of nothing', refundAllocated({ earned: 0, unearned: 0, tax: [] }, 'usd', matched)],
  ])('of %s are none', (_, lines) => {
    expect(lines).toEqual([]);
  });
});
