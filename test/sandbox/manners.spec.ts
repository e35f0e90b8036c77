import { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, clientOf, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});

describe('an idempotency key', () => {
  const create = (name: string, idempotencyKey: string): Promise<Stripe.Response<Stripe.Customer>> =>
    stripe.customers.create({ name }, { idempotencyKey });

  it('gives the first answer again and makes nothing twice', async () => {
    const first = await create('Ada Ltd', 'k-1');
    const again = await create('Ada Ltd', 'k-1');

    expect(again.id).toBe(first.id);
    expect(new Headers(again.lastResponse.headers).get('idempotent-replayed')).toBe('true');
    expect((await stripe.customers.list()).data).toHaveLength(1);
  });

  it('is refused with other parameters, and free again after a day', async () => {
    const first = await create('Ada Ltd', 'k-1');
    await expect(create('Bert Ltd', 'k-1')).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);

    await business.sandbox.advance({ by: 'PT25H' });

    expect((await create('Bert Ltd', 'k-1')).id).not.toBe(first.id);
  });

  it('repeats a decline, and forgets what was only badly asked', async () => {
    const { id, method } = await aCustomer(stripe, 'pm_card_chargeCustomerFail');
    const pay = (amount: number): Promise<Stripe.PaymentIntent> =>
      stripe.paymentIntents.create(
        { amount, currency: 'usd', customer: id, payment_method: method, confirm: true, off_session: true },
        { idempotencyKey: 'k-2' },
      );
    await expect(pay(10)).rejects.toMatchObject({ code: 'amount_too_small' });
    await expect(pay(500)).rejects.toMatchObject({ statusCode: 402 });
    await expect(pay(500)).rejects.toMatchObject({ statusCode: 402 });
    expect((await stripe.paymentIntents.list({ customer: id })).data).toHaveLength(1);
  });

  it('sent twenty times at once makes one customer', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => create('Ada Ltd', 'k-3')));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });
});

describe('a refusal', () => {
  it('names an unknown and a missing parameter', async () => {
    const unknown = { name: 'Ada', colour: 'red' } as Stripe.CustomerCreateParams;
    await expect(stripe.customers.create(unknown)).rejects.toMatchObject({
      code: 'parameter_unknown',
      param: 'colour',
    });
    const incomplete = { amount: 100 } as Stripe.PaymentIntentCreateParams;
    await expect(stripe.paymentIntents.create(incomplete)).rejects.toMatchObject({
      code: 'parameter_missing',
      param: 'currency',
    });
  });

  it('tells what Stripe has and the sandbox lacks from what nobody has', async () => {
    await expect(
      stripe.customers.create({
        tax: { ip_address: '192.0.2.1' },
        cash_balance: { settings: { reconciliation_mode: 'manual' } },
      }),
    ).rejects.toMatchObject({
      statusCode: 501,
      code: 'sandbox_unimplemented',
    });
    await expect(stripe.quotes.list()).rejects.toMatchObject({
      statusCode: 501,
      message: expect.stringContaining('GET /v1/quotes'),
    });
    const product = await stripe.products.create({ name: 'Starter' });
    const price = { product: product.id, currency: 'usd', unit_amount: 100 };
    const deep = { ...price, product_data: { name: 'x', tax_details: { tax_code: 'txcd_1' } } };
    await expect(stripe.prices.create(deep)).rejects.toMatchObject({
      statusCode: 501,
      message: expect.stringContaining('product_data[tax_details]'),
    });
    const nobody = { ...price, recurring: { interval: 'month', colour: 'red' } } as Stripe.PriceCreateParams;
    await expect(stripe.prices.create(nobody)).rejects.toMatchObject({
      code: 'parameter_unknown',
      param: 'recurring[colour]',
    });
  });

  it('says which object is not there', async () => {
    await expect(stripe.customers.retrieve('cus_nobody')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
    });
  });

  it('meets every key but a secret test key', async () => {
    const httpClient = Stripe.createFetchHttpClient(business.sandbox.fetch);
    for (const key of ['sk_live_x', 'pk_test_x', 'rk_test_x']) {
      const client = new Stripe(key, { httpClient, telemetry: false });
      await expect(client.customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    }
  });

  it.each([
    ['sk_test_x:', 200],
    ['sk_live_x:', 401],
    [':sk_test_x', 401],
  ])('answers `curl -u %s` with %d', async (user, status) => {
    const authorization = `Basic ${Buffer.from(user).toString('base64')}`;
    const request = new Request('http://sandbox.local/v1/customers', { headers: { authorization } });

    expect((await business.sandbox.fetch(request)).status).toBe(status);
  });
});

it('expands what is asked, four deep, and refuses what cannot be expanded', async () => {
  const { id } = await aCustomer(stripe);
  const price = await aPrice(stripe, 'Starter', 2900);
  const { id: subscription } = await stripe.subscriptions.create({ customer: id, items: [{ price }] });

  const found = await stripe.subscriptions.retrieve(subscription, {
    expand: ['customer.invoice_settings.default_payment_method', 'items.data.price.product', 'latest_invoice.payments'],
  });
  expect(found).toMatchObject({
    customer: { invoice_settings: { default_payment_method: { object: 'payment_method' } } },
    items: { data: [{ price: { product: { name: 'Starter' } } }] },
    latest_invoice: { payments: { data: [{ status: 'paid' }] } },
  });
  const { data } = await stripe.invoicePayments.list({ expand: ['data.payment.payment_intent'] });
  expect(data).toMatchObject([{ payment: { payment_intent: { status: 'succeeded' } } }]);
  const deep = stripe.invoicePayments.list({ expand: ['data.payment.payment_intent.latest_charge.customer'] });
  await expect(deep).rejects.toThrow('You cannot expand more than 4 levels');
  await expect(stripe.subscriptions.retrieve(subscription, { expand: ['status'] })).rejects.toMatchObject({
    statusCode: 400,
  });
});

it('makes equal ids and equal bytes of equal seeds and equal calls', async () => {
  const first = await story();
  business = await aBusiness();
  const second = await story();
  business = await aBusiness({ seed: 'another' });
  const other = await story();

  expect(second).toEqual(first);
  expect(other).not.toEqual(first);

  async function story(): Promise<string[]> {
    const client = clientOf(business.sandbox);
    const keys = ['one', 'two', 'three', 'four', 'five'][Symbol.iterator]();
    const key = (): { idempotencyKey: string } => ({ idempotencyKey: String(keys.next().value) });
    const { id: customer } = await client.customers.create({ name: 'Ada' }, key());
    const { id: method } = await client.paymentMethods.attach('pm_card_visa', { customer }, key());
    const product = await client.products.create({ name: 'Starter' }, key());
    const recurring = { interval: 'month' as const };
    const price = await client.prices.create(
      { product: product.id, currency: 'usd', unit_amount: 2900, recurring },
      key(),
    );
    const items = [{ price: price.id }];
    await client.subscriptions.create({ customer, items, default_payment_method: method }, key());
    await business.sandbox.advance({ by: 'P3M' });
    const rows = await business.database.query<{ body: string }>('select body from stripe_sandbox.event order by seq');
    return rows.map(({ body }) => body);
  }
});

it('is never asked inside a transaction', async () => {
  const asked = business.database.transaction(() => business.sandbox.fetch('http://sandbox/v1/customers'));
  await expect(asked).rejects.toThrow('must not run inside a transaction');
});

it('breaks on request, before or after the effect', async () => {
  business.sandbox.faults.order('error_before', 1);
  await expect(stripe.customers.create({ name: 'Ada' })).rejects.toMatchObject({ statusCode: 500 });
  business.sandbox.faults.order('cut_after', 1);
  await expect(stripe.customers.create({ name: 'Bert' })).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError);

  expect((await stripe.customers.list()).data.map(({ name }) => name)).toEqual(['Bert']);
});
