import type { Stripe } from 'stripe';
import { aBusiness } from './business.js';

let stripe: Stripe;

beforeEach(async () => {
  ({ stripe } = await aBusiness());
});

describe('a currency', () => {
  it('is taken however it is written, and refused by name where nobody can be charged in it', async () => {
    const { id: product } = await stripe.products.create({ name: 'Starter' });
    const { id: customer } = await stripe.customers.create({ name: 'Ada' });
    const unknown = { type: 'StripeInvalidRequestError', statusCode: 400, param: 'currency' };
    const wrong = [
      stripe.prices.create({ product, currency: 'zzz', unit_amount: 100 }),
      stripe.paymentIntents.create({ amount: 100, currency: 'zzz' }),
      stripe.invoices.create({ customer, currency: 'zzz' }),
      stripe.invoiceItems.create({ customer, amount: 100, currency: 'zzz' }),
      stripe.coupons.create({ amount_off: 100, currency: 'zzz' }),
      stripe.payouts.create({ amount: 100, currency: 'zzz' }),
      stripe.customers.createBalanceTransaction(customer, { amount: 100, currency: 'xxx' }),
      stripe.balanceTransactions.list({ currency: 'zzz' }),
    ];
    for (const one of wrong) {
      await expect(one).rejects.toMatchObject({
        ...unknown,
        message: expect.stringMatching(/^Invalid currency: [xz]+\. /),
      });
    }
    const option = { currency: 'usd', amount_off: 100, currency_options: { zzz: { amount_off: 90 } } };
    await expect(stripe.coupons.create(option)).rejects.toMatchObject({ statusCode: 400, param: 'currency_options' });

    const price = { product, unit_amount: 100, currency: 'EUR', currency_options: { GBP: { unit_amount: 90 } } };
    const { id, currency } = await stripe.prices.create(price);
    expect(currency).toBe('eur');
    const { currency_options: options } = await stripe.prices.retrieve(id, { expand: ['currency_options'] });
    expect(Object.keys(options ?? {}).toSorted()).toEqual(['eur', 'gbp']);
  });

  it('without a rate is not charged in, and that of a balance stays', async () => {
    await expect(stripe.paymentIntents.create({ amount: 100, currency: 'mga' })).rejects.toMatchObject({
      statusCode: 501,
      message: expect.stringContaining('mga'),
    });
    const { id } = await stripe.customers.create({ name: 'Ada' });
    await stripe.customers.createBalanceTransaction(id, { amount: -100, currency: 'eur' });
    const other = stripe.customers.createBalanceTransaction(id, { amount: -100, currency: 'usd' });
    await expect(other).rejects.toMatchObject({ statusCode: 400, param: 'currency' });
  });
});
