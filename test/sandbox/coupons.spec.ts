import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, at, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});

const draftOf = async (customer: string, cents: number, discounts: Stripe.InvoiceCreateParams.Discount[]) => {
  await stripe.invoiceItems.create({ customer, amount: cents, currency: 'usd' });
  return stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include', discounts });
};

describe('a coupon', () => {
  it('reduces an invoice before its tax, and the invoice says by how much and why', async () => {
    const { id: customer } = await aCustomer(stripe);
    const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'once', name: 'A quarter' });
    const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    const { id } = await draftOf(customer, 9900, [{ coupon }]);

    const invoice = await stripe.invoices.update(id, {
      default_tax_rates: [vat.id],
      expand: ['discounts.source.coupon'],
    });

    expect(invoice).toMatchObject({ subtotal: 9900, total: 8910, total_excluding_tax: 7425, amount_due: 8910 });
    expect(invoice.total_discount_amounts).toMatchObject([{ amount: 2475 }]);
    expect(invoice.total_taxes).toMatchObject([
      { amount: 1485, taxable_amount: 7425, tax_behavior: 'exclusive', tax_rate_details: { tax_rate: vat.id } },
    ]);
    expect(invoice.discounts).toMatchObject([{ source: { coupon: { name: 'A quarter', times_redeemed: 1 } } }]);
    expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', amount_paid: 8910 });
  });

  it('on one item is taken off before the subtotal', async () => {
    const { id: customer } = await aCustomer(stripe);
    const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    const { id: invoice } = await stripe.invoices.create({ customer });
    await stripe.invoiceItems.create({ customer, invoice, amount: 1900, discounts: [{ coupon }] });

    const found = await stripe.invoices.retrieve(invoice);

    expect(found).toMatchObject({ subtotal: 950, total: 950, discounts: [] });
    expect(found.lines.data[0]).toMatchObject({ amount: 1900, discount_amounts: [{ amount: 950 }] });
  });

  it('can be redeemed so often and so long, in its currency', async () => {
    const { id: customer } = await aCustomer(stripe);
    const [once, dated, euros] = [
      await stripe.coupons.create({ percent_off: 10, max_redemptions: 1 }),
      await stripe.coupons.create({ percent_off: 10, redeem_by: at('2026-03-05T00:00:00Z') }),
      await stripe.coupons.create({ amount_off: 500, currency: 'eur', currency_options: { usd: { amount_off: 600 } } }),
    ];
    expect((await draftOf(customer, 5000, [{ coupon: euros.id }, { coupon: once.id }])).total).toBe(3960);

    await expect(draftOf(customer, 5000, [{ coupon: once.id }])).rejects.toMatchObject({ code: 'coupon_expired' });
    await business.sandbox.advance({ by: 'P5D' });
    await expect(draftOf(customer, 5000, [{ coupon: dated.id }])).rejects.toMatchObject({ code: 'coupon_expired' });
    expect(await stripe.coupons.retrieve(dated.id)).toMatchObject({ valid: false, times_redeemed: 0 });
  });

  it('that is deleted leaves the discounts it gave', async () => {
    const { id: customer } = await aCustomer(stripe);
    const { id: coupon } = await stripe.coupons.create({ amount_off: 1000, currency: 'usd' });
    const { id } = await draftOf(customer, 5000, [{ coupon }]);

    expect(await stripe.coupons.del(coupon)).toMatchObject({ deleted: true });

    await stripe.invoiceItems.create({ customer, invoice: id, amount: 300 });
    expect((await stripe.invoices.retrieve(id)).total).toBe(4300);
    await expect(stripe.coupons.retrieve(coupon)).rejects.toMatchObject({ code: 'resource_missing' });
  });

  it('may be made again under its id; each discount goes by the terms it was given on', async () => {
    const { id: customer } = await aCustomer(stripe);
    const terms = { id: 'SPRING', currency: 'usd' };
    await stripe.coupons.create({ ...terms, amount_off: 1000 });
    await stripe.coupons.del('SPRING');
    await stripe.coupons.create({ ...terms, amount_off: 2000 });
    const { id: second } = await draftOf(customer, 5000, [{ coupon: 'SPRING' }]);
    await stripe.coupons.del('SPRING');
    await stripe.coupons.create({ ...terms, amount_off: 3000 });

    await stripe.invoiceItems.create({ customer, invoice: second, amount: 300 });
    expect((await stripe.invoices.retrieve(second)).total).toBe(3300);
    expect((await draftOf(customer, 5000, [{ coupon: 'SPRING' }])).total).toBe(2000);
    const { data } = await stripe.coupons.list();
    expect(data.filter(({ id }) => id === 'SPRING')).toMatchObject([{ amount_off: 3000, times_redeemed: 1 }]);
  });
});

describe('a promotion code', () => {
  const codeFor = async (more: Partial<Stripe.PromotionCodeCreateParams> = {}): Promise<Stripe.PromotionCode> => {
    const { id: coupon } = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
    return stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, code: 'SAVE20', ...more });
  };

  it('is found by its code in any case and leads to its coupon', async () => {
    const { id: customer } = await aCustomer(stripe);
    await codeFor();

    const [code] = (await stripe.promotionCodes.list({ code: 'save20' })).data;

    expect((await draftOf(customer, 10_000, [{ promotion_code: code?.id ?? '' }])).total).toBe(8000);
    expect(await stripe.promotionCodes.retrieve(code?.id ?? '')).toMatchObject({ times_redeemed: 1, active: true });
    await expect(codeFor()).rejects.toThrow('already exists');
  });

  it('keeps to its customer, its minimum, first purchases, its number and its end', async () => {
    const [ada, ben] = [await aCustomer(stripe), await aCustomer(stripe)];
    const refuses = async (customer: string, id: string): Promise<void> => {
      await expect(draftOf(customer, 4999, [{ promotion_code: id }])).rejects.toMatchObject({ statusCode: 400 });
    };
    const restrictions = { minimum_amount: 5000, minimum_amount_currency: 'usd' };
    await refuses(ada.id, (await codeFor({ code: 'MIN', restrictions })).id);
    await refuses(ben.id, (await codeFor({ code: 'ADA', customer: ada.id })).id);
    const first = await codeFor({ code: 'FIRST', restrictions: { first_time_transaction: true }, max_redemptions: 1 });
    const { id } = await draftOf(ada.id, 4999, [{ promotion_code: first.id }]);
    await stripe.invoices.pay(id);
    await refuses(ben.id, first.id);
    expect((await stripe.promotionCodes.retrieve(first.id)).active).toBe(false);
    const again = await codeFor({ code: 'AGAIN', restrictions: { first_time_transaction: true } });
    await refuses(ada.id, again.id);
    const ending = await codeFor({ code: 'END', expires_at: at('2026-03-02T00:00:00Z') });
    await business.sandbox.advance({ by: 'P1D' });
    await refuses(ada.id, ending.id);
  });
});
