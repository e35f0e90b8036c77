import { creditNoteIssued } from './posting.js';

it('takes back revenue, what is deferred and tax, against what is owed, credit and money from elsewhere', () => {
  const reduction = { earned: 1250, unearned: 2500, tax: [{ rate: 'vat', minor: 750 }] };
  const parts = { owedLess: 2000, credited: 1500, elsewhere: 1000 };

  const lines = creditNoteIssued(reduction, parts, 'usd', { partyId: 'customer', invoiceKey: 'in_1' });

  expect(
    lines.map(({ account, matchKey, dim, money }) => [account, matchKey ?? dim, money.minor].filter(Boolean).join(' ')),
  ).toEqual([
    'refunds 1250',
    'deferred_revenue 2500',
    'tax_payable vat 750',
    'receivable in_1 -2000',
    'customer_credit -1500',
    'external_cash -1000',
  ]);
  expect(lines.reduce((sum, { money }) => sum + money.minor, 0)).toBe(0);
});
