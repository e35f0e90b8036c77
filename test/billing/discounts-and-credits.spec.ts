import { Folds, type Fold } from '../../src/modules/webhooks/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business } from './business.js';

describe('a subscription with a coupon and a tax', () => {
  let app: TestApp;
  let business: Business;
  let customer: string;
  let subscription: string;

  /** 100.00 a month, a quarter off the first, 20 % tax on top: 90.00, and 120.00 from then on. */
  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
    await business.customer();
    customer = (await app.stripe.customers.list()).data[0]?.id ?? '';
    const { id: coupon } = await app.stripe.coupons.create({ percent_off: 25, duration: 'once' });
    const vat = await app.stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    await business.price(100);
    const price = (await app.stripe.prices.list()).data[0]?.id ?? '';
    const made = await app.stripe.subscriptions.create({
      customer,
      items: [{ price }],
      discounts: [{ coupon }],
      default_tax_rates: [vat.id],
    });
    subscription = made.id;
    await app.settle();
  });
  afterAll(() => app.close());

  const balances = async (...accounts: string[]): Promise<number[]> => {
    const found: number[] = [];
    for (const account of accounts) found.push(await business.balance(account));
    return found;
  };
  /** Minor units, by the books as they are known now. */
  const refundsOn = async (day: Date): Promise<number> => {
    const [sum] = await app.database.query<{ minor: string }>(
      `select sum(e.minor)::text as minor from ledger_entry e join ledger_journal j on j.id = e.journal_id
       where e.account = 'refunds' and j.effective_at <= $1`,
      [day],
    );
    return Number(sum?.minor);
  };
  const invoice = async () => (await app.stripe.invoices.list({ subscription, limit: 1 })).data[0];

  const voided = async (): Promise<number[]> => {
    const told = await app.database.query<{ minor: number }>(
      `select (data ->> 'minor')::int as minor from platform_event where type = 'billing.credit-note.voided' order by 1`,
    );
    return told.map(({ minor }) => minor);
  };

  it('is booked net of the discount, the tax apart, nothing left over', async () => {
    expect(await balances('deferred_revenue', 'tax_payable', 'receivable', 'unapplied')).toEqual([-75, -15, 0, 0]);
  });

  it('gives back by a credit note: to the card, as credit and elsewhere, each in its account', async () => {
    const made = await invoice();
    await app.stripe.creditNotes.create({
      invoice: made?.id ?? '',
      lines: [{ type: 'invoice_line_item', invoice_line_item: made?.lines.data[0]?.id ?? '', amount: 5000 }],
      refund_amount: 2000,
      credit_amount: 1500,
      out_of_band_amount: 1000,
    });
    await app.settle();

    expect(await balances('deferred_revenue', 'refunds', 'tax_payable')).toEqual([-37.5, 0, -7.5]);
    expect(await balances('customer_credit', 'external_cash', 'unapplied', 'receivable')).toEqual([-15, -10, 0, 0]);
  });

  it('lets the credit pay the next invoice first, which costs the whole price', async () => {
    await app.advance({ by: 'P1M1D' });

    expect(await invoice()).toMatchObject({ total: 12_000, amount_paid: 10_500, status: 'paid' });
    expect(await balances('customer_credit', 'receivable', 'unapplied')).toEqual([0, 0, 0]);
  });

  it('owes less by a credit note on an open invoice, and again all of it once that is void', async () => {
    const { id } = await app.stripe.invoices.create({ customer });
    await app.stripe.invoiceItems.create({ customer, invoice: id, amount: 8000, description: 'Workshop' });
    await app.stripe.invoices.finalizeInvoice(id);
    const note = await app.stripe.creditNotes.create({ invoice: id, amount: 3000 });
    await app.settle();
    expect(await balances('receivable', 'refunds')).toEqual([50, 30]);

    const closed = app.sandbox.clock.now();
    await app.advance({ by: 'P2D' });
    await app.stripe.creditNotes.voidCreditNote(note.id);
    await app.settle();
    expect(await balances('receivable', 'refunds')).toEqual([80, 0]);
    expect(await refundsOn(closed)).toBe(3000);

    await app.stripe.creditNotes.create({ invoice: id, amount: 8000 });
    await app.settle();
    expect(await balances('receivable', 'refunds')).toEqual([0, 80]);
    const told = await app.database.query<{ data: { minor: number } }>(
      `select data from platform_event where type = 'billing.credit-note.issued' order by data ->> 'minor'`,
    );
    expect(told.map(({ data }) => data.minor)).toEqual([3000, 4500, 8000]);
    expect(await voided()).toEqual([3000]);
  });

  it('tells of a credit note that was void before it was heard of that it is void, and nothing else', async () => {
    const { id } = await app.stripe.invoices.create({ customer });
    await app.stripe.invoiceItems.create({ customer, invoice: id, amount: 1000, description: 'Book' });
    await app.stripe.invoices.finalizeInvoice(id);
    await app.settle();
    const before = await balances('receivable', 'refunds');
    const note = await app.stripe.creditNotes.create({ invoice: id, amount: 700 });
    await app.stripe.creditNotes.voidCreditNote(note.id);
    await app.settle();

    expect(await balances('receivable', 'refunds')).toEqual(before);
    expect(await voided()).toEqual([700, 3000]);
    const issued = await app.database.query(
      `select from platform_event where type = 'billing.credit-note.issued' and data ->> 'minor' = '700'`,
    );
    expect(issued).toHaveLength(0);
  });

  it('settles a credit note and a refund of one invoice under one lock', async () => {
    const settled = await invoice();
    const held: string[] = [];
    const folds = app.nest.get(Folds, { strict: false });
    const lock = `select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
      and ((classid::bigint << 32) | objid::bigint) = hashtextextended($1, 0)`;
    for (const object of ['credit_note', 'payment_intent']) {
      const real = folds.of(`stripe:self:${object}:`) as Fold;
      folds.register({
        provider: real.provider,
        objects: [object],
        locks: async (claims) => (await real.locks?.(claims)) ?? [],
        fold: async (claims) => {
          const found = await app.database.query(lock, [`billing:settlement:${settled?.id}`]);
          if (found.length > 0) held.push(object);
          return real.fold(claims);
        },
      });
    }
    await app.stripe.creditNotes.create({ invoice: settled?.id ?? '', amount: 1000, refund_amount: 1000 });
    await app.settle();

    expect(new Set(held)).toEqual(new Set(['credit_note', 'payment_intent']));
  });

  it('is worth less with a discount for ever, whole again without it; one that ends lowers nothing', async () => {
    const mrr = async (): Promise<unknown> => {
      await app.settle();
      return (await business.get('/dashboard/overview'))['monthly_recurring_revenue'];
    };
    expect(await mrr()).toBe(100);
    const { id: coupon } = await app.stripe.coupons.create({ percent_off: 20, duration: 'forever' });
    await app.stripe.subscriptions.update(subscription, { discounts: [{ coupon }] });
    expect(await mrr()).toBe(80);

    await app.stripe.subscriptions.deleteDiscount(subscription);
    expect(await mrr()).toBe(100);
  });
});
