import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, expectBalance, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

beforeAll(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});
afterEach(() => expectBalance(stripe));

const URLS = { success_url: 'https://shop.test/thanks?session={CHECKOUT_SESSION_ID}', cancel_url: 'https://shop.test' };
const VISA = { email: 'ada@example.com', number: '4242 4242 4242 4242', expiry: '12/34', cvc: '123' };

const visit = (url: string | null | undefined): Promise<Response> => business.sandbox.fetch(url ?? '');
const fillIn = (url: string | null | undefined, form: Record<string, string>): Promise<Response> =>
  business.sandbox.fetch(url ?? '', { method: 'POST', body: new URLSearchParams(form) });
const told = async (id: string): Promise<string[]> => {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.filter((one) => (one.data.object as { id?: string }).id === id).map(({ type }) => type);
};

function aPayment(more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<Stripe.Checkout.Session> {
  const price_data = { currency: 'usd', unit_amount: 4900, product_data: { name: 'Course & <more>' } };
  return stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ price_data, quantity: 2 }],
    ...URLS,
    ...more,
  });
}

async function aSubscription(
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> {
  const price = await aPrice(stripe, 'Professional', 9900);
  return stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price, quantity: 1 }],
    ...URLS,
    ...more,
  });
}

describe('a tax', () => {
  const rate = async (percentage: number, inclusive: boolean): Promise<string> =>
    (await stripe.taxRates.create({ display_name: 'VAT', percentage, inclusive })).id;
  const good = (unit_amount: number, tax_rates: string[]) => ({
    ...{ price_data: { currency: 'usd', unit_amount, product_data: { name: 'Course' } }, quantity: 1, tax_rates },
  });

  it('comes on top of what a coupon leaves, or is in it, and is paid with it', async () => {
    const line_items = [good(10_000, [await rate(20, false)]), good(1100, [await rate(10, true)])];
    const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
    const session = await aPayment({ line_items, discounts: [{ coupon }] });
    expect(session).toMatchObject({
      ...{ amount_subtotal: 11_100, amount_total: 5000 + 1000 + 550 },
      total_details: { amount_discount: 5550, amount_tax: 1000 + 50 },
    });
    const { data } = await stripe.checkout.sessions.listLineItems(session.id);
    expect(data.map(({ amount_tax, amount_total }) => [amount_tax, amount_total])).toEqual([
      [1000, 6000],
      [50, 550],
    ]);

    await fillIn(session.url, VISA);
    const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(payment_intent).toMatchObject({ status: 'succeeded', amount_received: 6550 });
  });

  it('stays with the subscription that is bought, of a line or of all that name none', async () => {
    const [usual, own] = [await rate(20, false), await rate(10, false)];
    const [first, second] = [await aPrice(stripe, 'Seats', 1000), await aPrice(stripe, 'Storage', 500)];
    const session = await aSubscription({
      line_items: [
        { price: first, quantity: 2 },
        { price: second, quantity: 1, tax_rates: [own] },
      ],
      subscription_data: { default_tax_rates: [usual] },
    });
    expect(session).toMatchObject({ amount_subtotal: 2500, amount_total: 2950, total_details: { amount_tax: 450 } });

    await fillIn(session.url, VISA);
    const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
    const [invoice] = (await stripe.invoices.list({ subscription: subscription as string })).data;
    expect(invoice).toMatchObject({ status: 'paid', total: 2950 });
    await business.sandbox.advance({ by: 'P32D' });
    const [renewal] = (await stripe.invoices.list({ subscription: subscription as string })).data;
    expect(renewal).toMatchObject({ billing_reason: 'subscription_cycle', total: 2950 });
  });
});

describe('a discount', () => {
  const total = async (id: string) => {
    const { amount_total, payment_status } = await stripe.checkout.sessions.retrieve(id);
    return { amount_total, payment_status };
  };

  it('of the call makes one payment smaller, and its coupon is used when that is paid', async () => {
    const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'once', max_redemptions: 1 });
    const session = await aPayment({ discounts: [{ coupon }] });
    expect(session).toMatchObject({
      amount_subtotal: 9800,
      amount_total: 7350,
      total_details: { amount_discount: 2450 },
      discounts: [{ coupon, promotion_code: null }],
    });
    expect(await stripe.coupons.retrieve(coupon)).toMatchObject({ times_redeemed: 0, valid: true });

    await fillIn(session.url, VISA);

    expect(await total(session.id)).toEqual({ amount_total: 7350, payment_status: 'paid' });
    expect(await stripe.coupons.retrieve(coupon)).toMatchObject({ times_redeemed: 1, valid: false });
    await expect(aPayment({ discounts: [{ coupon }] })).rejects.toMatchObject({ code: 'coupon_expired' });
  });

  it('typed on the page counts once, however often the card is declined', async () => {
    const { id: coupon } = await stripe.coupons.create({ amount_off: 1800, currency: 'usd', duration: 'once' });
    const { id: code } = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon },
      code: 'ONCE18',
      restrictions: { minimum_amount: 5000, minimum_amount_currency: 'usd' },
    });
    const session = await aPayment({ allow_promotion_codes: true });
    const declined = await fillIn(session.url, { ...VISA, code: 'once18', number: '4000 0000 0000 0002' });
    expect(declined.status).toBe(402);

    await fillIn(session.url, { ...VISA, code: 'once18' });

    expect(await total(session.id)).toEqual({ amount_total: 8000, payment_status: 'paid' });
    expect(await stripe.promotionCodes.retrieve(code)).toMatchObject({ times_redeemed: 1 });
    const { payment_intent: paid } = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent'],
    });
    expect(paid).toMatchObject({ amount: 8000, amount_received: 8000 });
  });

  it('of everything leaves nothing to charge', async () => {
    const { id: coupon } = await stripe.coupons.create({ percent_off: 100, duration: 'once' });
    const session = await aPayment({ discounts: [{ coupon }] });

    await fillIn(session.url, VISA);

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'no_payment_required',
      payment_intent: null,
    });
  });
});

describe('a payment', () => {
  it('shows what it costs, takes a test card and leads back', async () => {
    const session = await aPayment({
      client_reference_id: 'order-1',
      payment_intent_data: { metadata: { order: '1' }, transfer_group: 'g1' },
    });
    expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid', amount_total: 9800, currency: 'usd' });
    const shown = await (await visit(session.url)).text();
    for (const words of ['no real money', 'Course &#38; &#60;more&#62; × 2', 'Pay $98.00', 'Test cards']) {
      expect(shown).toContain(words);
    }

    const paid = await fillIn(session.url, { ...VISA, name: 'Ada Lovelace' });

    expect(paid.status).toBe(303);
    expect(paid.headers.get('location')).toBe(`https://shop.test/thanks?session=${session.id}`);
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items', 'payment_intent'] });
    expect(after).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer: null,
      customer_details: { email: 'ada@example.com', name: 'Ada Lovelace' },
      line_items: { data: [{ quantity: 2, amount_total: 9800 }] },
      payment_intent: { status: 'succeeded', amount: 9800, metadata: { order: '1' }, transfer_group: 'g1' },
    });
    expect(await told(session.id)).toEqual(['checkout.session.completed']);
    expect((await visit(session.url)).status).toBe(303);
  });

  it('says what is wrong with what was typed, and what the bank says', async () => {
    const { id, url } = await aPayment();
    const empty = await fillIn(url, { number: '4111', expiry: '01/20', cvc: 'x', email: 'ada' });
    expect(empty.status).toBe(422);
    const words = await empty.text();
    for (const fault of ['not the number of a test card', 'a month to come', 'three or four', 'like ada@example.com']) {
      expect(words).toContain(fault);
    }
    expect(words).toContain('aria-invalid="true"');

    const declined = await fillIn(url, { ...VISA, number: '4000000000009995' });
    expect(declined.status).toBe(402);
    expect(await declined.text()).toContain('Your card has insufficient funds.');
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'open', payment_status: 'unpaid' });
    expect((await fillIn(url, VISA)).status).toBe(303);
    const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(id);
    const { data } = await stripe.charges.list({ payment_intent: intent as string });
    expect(data.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
  });

  it('asks at the bank of the card first when that wants it', async () => {
    const { id, url } = await aPayment({ customer_creation: 'always' });
    const asked = await fillIn(url, { ...VISA, number: '4000000000003220' });
    const bank = asked.headers.get('location');
    expect(bank).toMatch(/\/sandbox\/confirm\/pi_/);
    expect(await (await visit(bank)).text()).toContain('$98.00');

    const failed = await fillIn(bank, { passed: 'false' });
    expect(failed.headers.get('location')).toContain(url ?? '');
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('open');

    const again = await fillIn(url, { ...VISA, number: '4000000000003220' });
    await fillIn(again.headers.get('location'), { passed: 'true' });
    const done = await stripe.checkout.sessions.retrieve(id, { expand: ['customer'] });
    expect(done).toMatchObject({ status: 'complete', customer: { email: 'ada@example.com' } });
  });
});

describe('a subscription', () => {
  it('is paid together with what is bought once', async () => {
    const price_data = { currency: 'usd', unit_amount: 5000, product_data: { name: 'Setup' } };
    const price = await aPrice(stripe, 'Team', 2000);
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
    const session = await aSubscription({ line_items: [{ price }, { price_data }], discounts: [{ coupon }] });
    expect(session).toMatchObject({ amount_total: 6300 });

    await fillIn(session.url, VISA);

    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription.latest_invoice'] });
    expect(after).toMatchObject({
      payment_status: 'paid',
      subscription: {
        status: 'active',
        items: { data: [{ price: { id: price } }] },
        latest_invoice: { status: 'paid', total: 6300, lines: { data: [{ amount: 5000 }, { amount: 2000 }] } },
      },
    });
  });

  it('begins for a new customer, with its coupon', async () => {
    const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
    const session = await aSubscription({
      discounts: [{ coupon: coupon.id }],
      subscription_data: { metadata: { affiliate: 'bert' } },
    });
    expect(session).toMatchObject({ amount_subtotal: 9900, amount_total: 8910 });
    await fillIn(session.url, VISA);

    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription.latest_invoice', 'customer'],
    });
    expect(subscription).toMatchObject({
      status: 'active',
      metadata: { affiliate: 'bert' },
      latest_invoice: { amount_paid: 8910 },
    });
    expect(customer).toMatchObject({ email: 'ada@example.com' });
    await business.sandbox.advance({ by: 'P1M' });
    const { data } = await stripe.invoices.list({ subscription: (subscription as Stripe.Subscription).id });
    expect(data.map(({ status }) => status)).toEqual(['draft', 'paid']);
  });

  it('on trial takes the card and no money; a declined one begins nothing', async () => {
    const { id } = await aCustomer(stripe);
    const { id: session, url } = await aSubscription({ customer: id, subscription_data: { trial_period_days: 14 } });
    const declined = await fillIn(url, { ...VISA, number: '4000000000000002' });
    expect(declined.status).toBe(402);
    expect((await stripe.subscriptions.list({ customer: id })).data).toEqual([]);

    await fillIn(url, { ...VISA, number: '5555555555554444' });
    const done = await stripe.checkout.sessions.retrieve(session, { expand: ['subscription.default_payment_method'] });
    expect(done).toMatchObject({
      status: 'complete',
      subscription: { status: 'trialing', default_payment_method: { card: { brand: 'mastercard' } } },
    });
  });

  it('with a card that asks once is confirmed once, and renews without its owner', async () => {
    const session = await aSubscription();
    const asked = await fillIn(session.url, { ...VISA, number: '4000002500003155' });
    await fillIn(asked.headers.get('location'), { passed: 'true' });
    const done = await stripe.checkout.sessions.retrieve(session.id);
    expect(done.status).toBe('complete');
    await business.sandbox.advance({ by: 'P1M' });
    await business.sandbox.advance({ by: 'PT2H' });
    const { data } = await stripe.invoices.list({ subscription: done.subscription as string });
    expect(data.map(({ status }) => status)).toEqual(['paid', 'paid']);
  });

  it('takes a promotion code that is typed, and none that does not exist', async () => {
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'HALF' });
    const { id, url } = await aSubscription({ allow_promotion_codes: true });
    expect((await fillIn(url, { ...VISA, code: 'nothing' })).status).toBe(422);
    await fillIn(url, { ...VISA, code: 'half' });
    const { subscription } = await stripe.checkout.sessions.retrieve(id, { expand: ['subscription.latest_invoice'] });
    expect(subscription).toMatchObject({ latest_invoice: { amount_paid: 4950 } });
  });
});

it('keeps a card without taking money', async () => {
  const { id } = await stripe.customers.create({ email: 'grace@example.com' });
  const session = await stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', customer: id, ...URLS });
  const shown = await (await visit(session.url)).text();
  expect(shown).toContain('grace@example.com');
  expect(shown).not.toContain('Your order');
  await fillIn(session.url, VISA);
  expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] })).toMatchObject({
    status: 'complete',
    payment_status: 'no_payment_required',
    setup_intent: { status: 'succeeded', customer: id },
  });
});

it('expires after a day, or on request, and takes no card from then on', async () => {
  const { id, url } = await aPayment();
  await business.sandbox.advance({ by: 'P1D' });
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'expired', url: null });
  expect(await told(id)).toEqual(['checkout.session.expired']);
  expect((await fillIn(url, VISA)).status).toBe(410);

  const other = await aPayment();
  expect((await stripe.checkout.sessions.expire(other.id)).status).toBe('expired');
  await expect(stripe.checkout.sessions.expire(other.id)).rejects.toMatchObject({ statusCode: 400 });
  expect((await visit('http://x/sandbox/checkout/cs_test_nothing')).status).toBe(404);
});
