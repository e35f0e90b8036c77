import { Money } from '../../../kernel/money.js';
import { balanceMoved, convertedFrom, type BalanceTransactionObject } from './posting.js';

function moved(of: Partial<BalanceTransactionObject>): BalanceTransactionObject {
  const { amount = 0, fee = 0 } = of;
  return {
    id: 'txn_1',
    object: 'balance_transaction',
    created: 0,
    livemode: false,
    type: 'charge',
    currency: 'usd',
    source: 'ch_1',
    available_on: 0,
    ...of,
    amount,
    fee,
    net: amount - fee,
  };
}

function said(transaction: BalanceTransactionObject, told?: Money): unknown {
  const { rule, lines } = balanceMoved(transaction, told);
  return [
    rule,
    ...lines.map(({ account, matchKey, dim, money }) =>
      [account, matchKey ?? dim, money.currency, money.minor].filter(Boolean).join(' '),
    ),
  ];
}

describe('a movement of the balance', () => {
  it.each([
    {
      what: 'a charge of 97.00 arrives less its fee of 3.11',
      of: { amount: 9700, fee: 311, fee_details: [{ amount: 311, type: 'stripe_fee' }] },
      lines: [
        'balance.charge',
        'stripe_balance usd 9389',
        'fees:processing stripe_fee usd 311',
        'clearing:payments ch_1 usd -9700',
      ],
    },
    {
      what: 'tax on fees is no fee of processing',
      of: {
        amount: 9700,
        fee: 371,
        fee_details: [
          { amount: 311, type: 'stripe_fee' },
          { amount: 60, type: 'tax' },
        ],
      },
      lines: [
        'balance.charge',
        'stripe_balance usd 9329',
        'fees:processing stripe_fee usd 311',
        'fees:other tax usd 60',
        'clearing:payments ch_1 usd -9700',
      ],
    },
    {
      what: 'a fee whose parts do not add up is one fee',
      of: { amount: 9700, fee: 311, fee_details: [{ amount: 300, type: 'stripe_fee' }] },
      lines: [
        'balance.charge',
        'stripe_balance usd 9389',
        'fees:processing stripe_fee usd 311',
        'clearing:payments ch_1 usd -9700',
      ],
    },
    {
      what: 'a refund goes',
      of: { type: 'refund', source: 're_1', amount: -2000 },
      lines: ['balance.refund', 'stripe_balance usd -2000', 'clearing:refunds re_1 usd 2000'],
    },
    {
      what: 'a refund that failed comes back',
      of: { type: 'refund_failure', source: { id: 're_1' }, amount: 2000 },
      lines: ['balance.refund_failure', 'stripe_balance usd 2000', 'clearing:refunds re_1 usd -2000'],
    },
    {
      what: 'a fee of its own is an expense',
      of: { type: 'stripe_fee', source: null, amount: -50 },
      lines: ['balance.fee', 'stripe_balance usd -50', 'fees:other usd 50'],
    },
    {
      what: 'what no rule knows is an open question',
      of: { type: 'something_new', source: null, amount: 700 },
      lines: ['balance.other', 'stripe_balance usd 700', 'suspense txn_1 usd -700'],
    },
    {
      what: 'a charge that names none is an open question too',
      of: { source: null, amount: 700 },
      lines: ['balance.other', 'stripe_balance usd 700', 'suspense txn_1 usd -700'],
    },
    { what: 'one of nothing has no lines', of: { amount: 0 }, lines: ['balance.charge'] },
  ])('$what', ({ of, lines }) => {
    expect(said(moved(of))).toEqual(lines);
  });

  it.each([
    {
      what: 'a charge of 100.00 eur settled in dollars',
      of: { amount: 10_850, fee: 345 },
      lines: [
        'balance.charge',
        'stripe_balance usd 10505',
        'fees:processing stripe_fee usd 345',
        'clearing:payments ch_1 eur -10000',
        'fx_position eur 10000',
        'fx_position usd -10850',
      ],
    },
    {
      what: 'its refund at another rate',
      of: { type: 'refund', source: 're_1', amount: -10_900 },
      lines: [
        'balance.refund',
        'stripe_balance usd -10900',
        'clearing:refunds re_1 eur 10000',
        'fx_position eur -10000',
        'fx_position usd 10900',
      ],
    },
  ])('$what closes the gap in its own currency', ({ of, lines }) => {
    expect(said(moved(of), Money.of(10_000, 'eur'))).toEqual(lines);
  });

  it('closes it in the currency of the balance while nothing is known to be captured', () => {
    const ahead = moved({ amount: 10_850 });
    expect(said(ahead, Money.zero('eur'))).toEqual(said(ahead));
  });

  it.each([
    { what: 'a converted charge', of: { exchange_rate: 1.085 }, source: 'ch_1' },
    { what: 'a converted dispute', of: { type: 'adjustment', reporting_category: 'dispute', exchange_rate: '1.085' } },
    { what: 'a charge in the currency of the balance', of: { exchange_rate: null }, source: null },
    { what: 'a converted payout', of: { type: 'payout', source: 'po_1', exchange_rate: 1.085 }, source: null },
    { what: 'what no rule knows', of: { type: 'something_new', exchange_rate: 1.085 }, source: null },
  ])('$what depends on $source', ({ of, source = 'ch_1' }) => {
    expect(convertedFrom(moved(of))).toBe(source);
  });
});
