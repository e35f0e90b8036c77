import type { InvoiceObject } from './invoice-history.js';
import type { InvoiceLineRow, InvoiceRow } from './invoice-rows.js';
import { invoiceStatements } from './invoice-statements.js';

const seconds = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;
const at = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** Starter for April, 29.00, given up on the 15th. */
const transitions = { finalized_at: seconds('2026-04-01'), paid_at: null, voided_at: null };
const object = {
  id: 'in_1',
  currency: 'usd',
  starting_balance: 0,
  ending_balance: 0,
  given_up: 2900,
  status_transitions: { ...transitions, marked_uncollectible_at: seconds('2026-04-15') },
} as unknown as InvoiceObject;
const row = {
  provider_id: 'in_1',
  customer_id: 'c',
  currency: 'usd',
  finalized_at: at('2026-04-01'),
  paid_at: null,
  voided_at: null,
} as InvoiceRow;
const line = {
  kind: 'subscription',
  net_minor: 2900,
  taxes: [],
  product_id: null,
  starts_at: at('2026-04-01'),
  ends_at: at('2026-05-01'),
} as unknown as InvoiceLineRow;

describe('an invoice that is given up', () => {
  const said = (more: Partial<InvoiceRow>) => {
    const booking = { invoice: object, row: { ...row, ...more }, lines: [line], payments: [], cause: 'c' };
    return invoiceStatements(booking).find(({ rule }) => rule === 'invoice.uncollectible');
  };

  it('releases what was not earned yet and makes the rest a bad debt', () => {
    const lines = said({ status: 'uncollectible' })?.lines.map(({ account, money }) => [account, money.minor]);

    expect(lines).toEqual([
      ['deferred_revenue', 1547],
      ['bad_debt', 1353],
      ['receivable', -2900],
    ]);
  });

  it.each([
    { status: 'paid', paid_at: at('2026-04-20') },
    { status: 'void', voided_at: at('2026-04-20') },
  ])('and $status after all was a loss until then', (over) => {
    expect(said(over)).toMatchObject({ effectiveAt: at('2026-04-15'), endsAt: at('2026-04-20') });
  });
});
