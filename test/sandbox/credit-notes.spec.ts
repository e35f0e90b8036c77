import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let vat: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  vat = (await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false })).id;
});

/** 100.00 with a quarter off and 20 % tax: 90.00. */
async function anInvoice(paid: boolean): Promise<Stripe.Invoice & { customerId: string; line: string }> {
  const { id: customer } = await aCustomer(stripe);
  const { id: coupon } = await stripe.coupons.create({ percent_off: 25 });
  const { id } = await stripe.invoices.create({ customer, discounts: [{ coupon }], default_tax_rates: [vat] });
  await stripe.invoiceItems.create({ customer, invoice: id, amount: 10_000, description: 'Setup' });
  const invoice = paid ? await stripe.invoices.pay(id) : await stripe.invoices.finalizeInvoice(id);
  return { ...invoice, customerId: customer, line: invoice.lines.data[0]?.id ?? '' };
}

const half = ({ line }: { line: string }) => [
  { type: 'invoice_line_item' as const, invoice_line_item: line, amount: 5000 },
];

describe('a credit note on a paid invoice', () => {
  it('gives back a line with its discount and its tax: to the card, as credit, and outside', async () => {
    const invoice = await anInvoice(true);
    const asked = { invoice: invoice.id, lines: half(invoice) };

    const note = await stripe.creditNotes.create({
      ...asked,
      refund_amount: 2000,
      credit_amount: 1500,
      out_of_band_amount: 1000,
      reason: 'product_unsatisfactory',
      expand: ['refunds.refund', 'customer_balance_transaction'],
    });

    expect(note).toMatchObject({ subtotal: 5000, discount_amount: 1250, total_excluding_tax: 3750, total: 4500 });
    expect(note).toMatchObject({ type: 'post_payment', post_payment_amount: 4500, out_of_band_amount: 1000 });
    expect(note.total_taxes).toMatchObject([{ amount: 750, taxable_amount: 3750 }]);
    expect(note.refunds).toMatchObject([{ amount_refunded: 2000, refund: { amount: 2000, status: 'succeeded' } }]);
    expect(note.customer_balance_transaction).toMatchObject({
      amount: -1500,
      type: 'credit_note',
      credit_note: note.id,
    });
    expect(await stripe.customers.retrieve(invoice.customerId)).toMatchObject({ balance: -1500 });
    const { data } = await stripe.events.list({ type: 'invoice.updated', limit: 1 });
    expect(data[0]?.data.previous_attributes).toEqual({ post_payment_credit_notes_amount: 0 });
  });

  it('must say where all of the money goes, and cannot give back more than was charged', async () => {
    const invoice = await anInvoice(true);
    const asked = { invoice: invoice.id, lines: half(invoice) };
    await expect(stripe.creditNotes.create({ ...asked, refund_amount: 4499 })).rejects.toThrow('must equal');

    await stripe.creditNotes.create({ ...asked, refund_amount: 4500 });
    await expect(stripe.creditNotes.create({ invoice: invoice.id, amount: 4501, credit_amount: 4501 })).rejects.toThrow(
      '4500 are left',
    );
    const rest = await stripe.creditNotes.create({ ...asked, credit_amount: 4500 });
    expect(rest.number).toMatch(/-CN-02$/);
    await expect(stripe.creditNotes.create({ ...asked, credit_amount: 4500 })).rejects.toThrow('0 are left');
    await expect(stripe.creditNotes.voidCreditNote(rest.id)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('is previewed with its lines and leaves nothing behind', async () => {
    const invoice = await anInvoice(true);
    const asked = { invoice: invoice.id, lines: half(invoice), refund_amount: 4500 };

    expect(await stripe.creditNotes.preview(asked)).toMatchObject({ total: 4500 });
    expect((await stripe.creditNotes.listPreviewLineItems(asked)).data).toMatchObject([{ amount: 5000 }]);

    expect((await stripe.creditNotes.list({ invoice: invoice.id })).data).toEqual([]);
  });
});

describe('a credit note on an open invoice', () => {
  it('lowers what is owed, and owes it again when it is void', async () => {
    const invoice = await anInvoice(false);
    const note = await stripe.creditNotes.create({ invoice: invoice.id, lines: half(invoice), memo: 'Sorry' });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ amount_due: 4500, amount_remaining: 4500 });

    expect(await stripe.creditNotes.voidCreditNote(note.id)).toMatchObject({ status: 'void' });
    const again = await stripe.creditNotes.create({ invoice: invoice.id, lines: half(invoice) });
    expect([note.number, again.number].map((number) => number.slice(-5))).toEqual(['CN-01', 'CN-02']);
    await stripe.creditNotes.voidCreditNote(again.id);
    expect((await stripe.invoices.pay(invoice.id)).amount_paid).toBe(9000);

    const { data } = await stripe.events.list({ types: ['credit_note.created', 'credit_note.voided'] });
    const once = ['credit_note.voided', 'credit_note.created'];
    expect(data.map(({ type }) => type)).toEqual([...once, ...once]);
  });

  it('is paid for the rest, or is done with when nothing is left', async () => {
    const [some, all] = [await anInvoice(false), await anInvoice(false)];
    await stripe.creditNotes.create({
      invoice: some.id,
      lines: [{ type: 'custom_line_item', description: 'Goodwill', quantity: 2, unit_amount: 500, tax_rates: [vat] }],
    });
    expect(await stripe.invoices.pay(some.id)).toMatchObject({
      status: 'paid',
      amount_paid: 7800,
      amount_remaining: 0,
    });

    await stripe.creditNotes.create({ invoice: all.id, amount: 9000 });
    expect(await stripe.invoices.retrieve(all.id)).toMatchObject({ status: 'paid', amount_paid: 0, amount_due: 0 });
  });
});
