import { aCustomer, aPrice } from '../business.js';
import { idsOf, type Asked } from './asked.js';

const price_data = { currency: 'usd', unit_amount: 4900, product_data: { name: 'Course' } };
const shop = { success_url: 'https://shop.test/thanks', cancel_url: 'https://shop.test' };

/** Products, prices and tax rates. */
export async function sell({ stripe }: Asked): Promise<void> {
  const { id } = await stripe.products.create({ name: 'Starter' });
  expect(await stripe.products.update(id, { name: 'Basic' })).toMatchObject({ name: 'Basic' });
  expect(await stripe.products.retrieve(id)).toMatchObject({ name: 'Basic', active: true });
  expect(idsOf(await stripe.products.search({ query: 'name:"Basic"' }))).toEqual([id]);
  const { id: price } = await stripe.prices.create({ product: id, currency: 'usd', unit_amount: 2900 });
  expect(await stripe.prices.update(price, { nickname: 'Old', active: false })).toMatchObject({ nickname: 'Old' });
  expect(await stripe.prices.retrieve(price)).toMatchObject({ active: false, unit_amount: 2900 });
  expect(idsOf(await stripe.prices.list({ product: id }))).toEqual([price]);
  expect(idsOf(await stripe.prices.search({ query: `product:"${id}"` }))).toEqual([price]);

  const { id: unsold } = await stripe.products.create({ name: 'Never sold' });
  expect(await stripe.products.del(unsold)).toMatchObject({ deleted: true });
  await expect(stripe.products.retrieve(unsold)).rejects.toMatchObject({ statusCode: 404 });
  expect(idsOf(await stripe.products.list())).toEqual([id]);

  const { id: vat } = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
  await stripe.taxRates.update(vat, { display_name: 'Old VAT', active: false });
  expect(await stripe.taxRates.retrieve(vat)).toMatchObject({ display_name: 'Old VAT', percentage: 20 });
  expect(idsOf(await stripe.taxRates.list({ active: false }))).toEqual([vat]);
  expect(idsOf(await stripe.taxRates.list({ active: true }))).toEqual([]);
}

/** Coupons, promotion codes and discounts. */
export async function discount({ stripe, sandbox }: Asked): Promise<void> {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'forever' });
  expect(await stripe.coupons.update(coupon, { name: 'Spring' })).toMatchObject({ name: 'Spring', percent_off: 25 });
  const { id: code } = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, code: 'SPRING' });
  expect(await stripe.promotionCodes.update(code, { metadata: { by: 'ada' } })).toMatchObject({ code: 'SPRING' });
  expect(await stripe.promotionCodes.retrieve(code)).toMatchObject({ metadata: { by: 'ada' }, active: true });
  expect(idsOf(await stripe.promotionCodes.list({ code: 'SPRING' }))).toEqual([code]);

  const { id: customer } = await aCustomer(stripe);
  const price = await aPrice(stripe, 'Starter', 2900);
  // Only callers of older versions, who name none, give it to the customer themselves.
  await sandbox.fetch(`https://api.stripe.com/v1/customers/${customer}`, {
    ...{ method: 'POST', headers: { authorization: 'Bearer sk_test_older' }, body: new URLSearchParams({ coupon }) },
  });
  const discounted = await stripe.subscriptions.create({ customer, items: [{ price }], discounts: [{ coupon }] });
  expect(discounted.discounts).toHaveLength(1);
  expect(await stripe.subscriptions.deleteDiscount(discounted.id)).toMatchObject({ deleted: true });
  expect(await stripe.customers.deleteDiscount(customer)).toMatchObject({ deleted: true });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ discount: null });

  expect(idsOf(await stripe.coupons.list())).toEqual([coupon]);
  expect(await stripe.coupons.retrieve(coupon)).toMatchObject({ name: 'Spring', times_redeemed: 2 });
  expect(await stripe.coupons.del(coupon)).toMatchObject({ deleted: true });
}

/** Customers, their credit and their cards. */
export async function know({ stripe }: Asked): Promise<void> {
  const { id, method } = await aCustomer(stripe);
  expect(await stripe.customers.update(id, { name: 'Ada Inc' })).toMatchObject({ name: 'Ada Inc' });
  expect(idsOf(await stripe.customers.list({ limit: 1 }))).toEqual([id]);
  expect(idsOf(await stripe.customers.search({ query: 'name:"Ada Inc"' }))).toEqual([id]);
  const credit = await stripe.customers.createBalanceTransaction(id, { amount: -700, currency: 'usd' });
  await stripe.customers.updateBalanceTransaction(id, credit.id, { description: 'Thanks' });
  expect(await stripe.customers.retrieveBalanceTransaction(id, credit.id)).toMatchObject({
    ...{ amount: -700, ending_balance: -700, description: 'Thanks' },
  });
  expect(idsOf(await stripe.customers.listBalanceTransactions(id))).toEqual([credit.id]);

  expect(idsOf(await stripe.customers.listPaymentMethods(id))).toEqual([method]);
  expect(idsOf(await stripe.paymentMethods.list({ customer: id }))).toEqual([method]);
  expect(await stripe.paymentMethods.update(method, { metadata: { of: 'ada' } })).toMatchObject({ customer: id });
  expect(await stripe.paymentMethods.detach(method)).toMatchObject({ customer: null });
  expect(await stripe.paymentMethods.retrieve(method)).toMatchObject({ metadata: { of: 'ada' } });
  const spare = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  expect(await stripe.paymentMethods.attach(spare.id, { customer: id })).toMatchObject({ customer: id });

  const kept = await stripe.setupIntents.create({ customer: id, payment_method: spare.id });
  expect(await stripe.setupIntents.confirm(kept.id)).toMatchObject({ status: 'succeeded' });
  const dropped = await stripe.setupIntents.create({ customer: id });
  expect(await stripe.setupIntents.cancel(dropped.id)).toMatchObject({ status: 'canceled' });
  expect(await stripe.setupIntents.retrieve(dropped.id)).toMatchObject({ status: 'canceled' });
  expect(idsOf(await stripe.setupIntents.list({ customer: id }))).toEqual([dropped.id, kept.id]);
  expect(await stripe.customers.del(id)).toMatchObject({ deleted: true });
  expect(await stripe.customers.retrieve(id)).toMatchObject({ deleted: true });
}

/** Checkout and the portal. */
export async function checkOut({ stripe }: Asked): Promise<void> {
  const order = { mode: 'payment' as const, line_items: [{ price_data, quantity: 2 }], ...shop };
  const [one, two] = [await stripe.checkout.sessions.create(order), await stripe.checkout.sessions.create(order)];
  await stripe.checkout.sessions.update(one.id, { metadata: { cart: '7' } });
  expect(await stripe.checkout.sessions.expire(one.id)).toMatchObject({ status: 'expired' });
  expect(await stripe.checkout.sessions.retrieve(one.id)).toMatchObject({ metadata: { cart: '7' } });
  expect((await stripe.checkout.sessions.listLineItems(two.id)).data).toMatchObject([{ amount_total: 9800 }]);
  expect(idsOf(await stripe.checkout.sessions.list())).toEqual([two.id, one.id]);
  // The page as the provider's own command line fills it in: the package has no name for it.
  expect(await stripe.rawRequest('GET', `/v1/payment_pages/${two.id}`)).toMatchObject({ status: 'open' });
  const { id: payment_method } = await stripe.paymentMethods.create({
    ...{ type: 'card', card: { token: 'tok_visa' }, billing_details: { email: 'ada@example.com' } },
  });
  const filled = { payment_method, expected_amount: 9800 };
  expect(await stripe.rawRequest('POST', `/v1/payment_pages/${two.id}/confirm`, filled)).toMatchObject({
    ...{ status: 'complete', payment_status: 'paid' },
  });

  const { id: customer } = await aCustomer(stripe);
  const { id } = await stripe.billingPortal.configurations.create({ features: { invoice_history: { enabled: true } } });
  await stripe.billingPortal.configurations.update(id, { metadata: { of: 'shop' } });
  expect(await stripe.billingPortal.configurations.retrieve(id)).toMatchObject({ metadata: { of: 'shop' } });
  expect(idsOf(await stripe.billingPortal.configurations.list())).toContain(id);
  expect(await stripe.billingPortal.sessions.create({ customer, configuration: id })).toMatchObject({ customer });
}
