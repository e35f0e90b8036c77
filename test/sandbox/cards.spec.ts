import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, expectBalance, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let customer: string;

beforeAll(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});
beforeEach(async () => {
  customer = (await stripe.customers.create({ name: 'Ada Ltd' })).id;
});
afterEach(() => expectBalance(stripe));

const act = (id: string, passed = true): Promise<unknown> =>
  stripe.rawRequest('POST', '/_sandbox/actions', { payment_intent: id, passed });
const pay = (method: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    customer,
    payment_method: method,
    confirm: true,
    ...more,
  });

describe('a card to be kept', () => {
  it('is attached when its setup succeeds', async () => {
    const intent = await stripe.setupIntents.create({ customer, payment_method: 'pm_card_visa', confirm: true });
    expect(intent).toMatchObject({ status: 'succeeded', usage: 'off_session' });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toMatchObject([{ id: intent.payment_method }]);
  });

  it('is refused when its bank declines it, and another may take its place', async () => {
    const intent = await stripe.setupIntents.create({ customer });
    expect(intent.status).toBe('requires_payment_method');
    const declined = stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclinedExpiredCard' });
    await expect(declined).rejects.toMatchObject({ statusCode: 402, code: 'expired_card' });
    expect(await stripe.setupIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'expired_card' },
    });
    const confirmed = await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_mastercard' });
    expect(confirmed.status).toBe('succeeded');
    await expect(stripe.setupIntents.cancel(intent.id)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('can be let go before it is kept', async () => {
    const { id } = await stripe.setupIntents.create({ customer });
    const canceled = await stripe.setupIntents.cancel(id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
  });

  it('that wants its owner once asks no more when it has been set up, and refuses until then', async () => {
    const given = 'pm_card_authenticationRequiredOnSetup';
    const { id: method } = await stripe.paymentMethods.attach(given, { customer });
    await expect(pay(method, { off_session: true })).rejects.toMatchObject({ code: 'authentication_required' });

    const setup = await stripe.setupIntents.create({
      customer,
      payment_method: method,
      confirm: true,
      return_url: 'https://shop.test/back',
    });
    expect(setup).toMatchObject({
      status: 'requires_action',
      next_action: { redirect_to_url: { return_url: 'https://shop.test/back' } },
    });
    await act(setup.id);

    expect(await stripe.setupIntents.retrieve(setup.id)).toMatchObject({ status: 'succeeded', next_action: null });
    expect((await pay(method, { off_session: true })).status).toBe('succeeded');
  });
});

it('shows until when it is good, and takes a new date', async () => {
  const card = { token: 'tok_visa' };
  const { id } = await stripe.paymentMethods.create({ type: 'card', card });
  const renewed = await stripe.paymentMethods.update(id, { card: { exp_month: 3, exp_year: 2034 } });
  expect(renewed).toMatchObject({ card: { exp_month: 3, exp_year: 2034, last4: '4242' } });
});

describe('a payment', () => {
  it.each([
    { card: 'pm_card_visa_chargeDeclinedLostCard', code: 'card_declined', decline_code: 'lost_card' },
    { card: 'pm_card_visa_chargeDeclinedStolenCard', code: 'card_declined', decline_code: 'stolen_card' },
    { card: 'pm_card_chargeDeclinedExpiredCard', code: 'expired_card', decline_code: 'expired_card' },
    { card: 'pm_card_chargeDeclinedIncorrectCvc', code: 'incorrect_cvc', decline_code: 'incorrect_cvc' },
    { card: 'pm_card_chargeDeclinedProcessingError', code: 'processing_error', decline_code: 'processing_error' },
  ])('is refused with $decline_code where the bank of $card says so', async ({ card, code, decline_code }) => {
    const refused = { statusCode: 402, type: 'StripeCardError', code, decline_code };
    await expect(pay(card)).rejects.toMatchObject(refused);

    const { data } = await stripe.charges.list({ customer });
    expect(data).toMatchObject([{ status: 'failed', failure_code: code, outcome: { reason: decline_code } }]);
  });

  it.each([
    { card: 'pm_card_amex', brand: 'amex', last4: '0005' },
    { card: 'pm_card_discover', brand: 'discover', last4: '1117' },
    { card: 'pm_card_diners', brand: 'diners', last4: '0004' },
    { card: 'pm_card_jcb', brand: 'jcb', last4: '0505' },
  ])('is taken from $card, and the charge says what it was', async ({ card, brand, last4 }) => {
    const { latest_charge } = await pay(card);
    expect(await stripe.charges.retrieve(latest_charge as string)).toMatchObject({
      status: 'succeeded',
      payment_method_details: { card: { brand, last4 } },
    });
  });

  it('keeps the card for later when asked to', async () => {
    const payment = await pay('pm_card_visa', { setup_future_usage: 'off_session' });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toMatchObject([{ id: payment.payment_method }]);
    expect((await pay(payment.payment_method as string, { off_session: true })).status).toBe('succeeded');
  });

  it.each(['pm_card_authenticationRequired', 'pm_card_threeDSecure2Required'])(
    '%s asks its owner each time: passed, failed, and refused while they are away',
    async (card) => {
      const asked = await pay(card);
      expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
      await act(asked.id);
      expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe('succeeded');

      const failing = await pay(card);
      await act(failing.id, false);
      expect(await stripe.paymentIntents.retrieve(failing.id)).toMatchObject({
        status: 'requires_payment_method',
        last_payment_error: { code: 'authentication_required' },
      });
      await expect(pay(card, { off_session: true })).rejects.toMatchObject({ code: 'authentication_required' });
    },
  );

  it('held for capture tells what can be captured, and is let go when it is cancelled', async () => {
    const held = await pay('pm_card_visa', { capture_method: 'manual' });
    const { data } = await stripe.events.list({ type: 'payment_intent.amount_capturable_updated' });
    expect(data[0]?.data.object).toMatchObject({ id: held.id, amount_capturable: 2000 });
    expect((await stripe.charges.retrieve(held.latest_charge as string)).balance_transaction).toBeNull();

    const canceled = await stripe.paymentIntents.cancel(held.id, { cancellation_reason: 'requested_by_customer' });
    expect(canceled).toMatchObject({ status: 'canceled', amount_capturable: 0 });
    await expect(stripe.paymentIntents.capture(held.id)).rejects.toMatchObject({ statusCode: 400 });
    await expect(stripe.paymentIntents.cancel(held.id)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('held for capture and forgotten is let go after seven days', async () => {
    const held = await pay('pm_card_visa', { capture_method: 'manual' });
    await business.sandbox.advance({ by: 'P7D' });
    expect(await stripe.paymentIntents.retrieve(held.id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
    });
    expect((await stripe.events.list({ type: 'charge.expired' })).data).toHaveLength(1);
  });

  it('is made in steps: asked for, given a card, confirmed', async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 3000, currency: 'usd' });
    const updated = await stripe.paymentIntents.update(id, { customer, payment_method: 'pm_card_visa', amount: 3500 });
    expect(updated).toMatchObject({ status: 'requires_confirmation', amount: 3500, customer });
    expect(await stripe.paymentIntents.confirm(id)).toMatchObject({ status: 'succeeded', amount_received: 3500 });
  });

  it('with money that bypasses pending is available at once', async () => {
    const before = (await stripe.balance.retrieve()).available[0]?.amount ?? 0;
    await pay('pm_card_bypassPending');
    expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(before + 2000 - 88);
  });
});

describe('a refund', () => {
  it('that is pending can be cancelled, and none that has arrived', async () => {
    const { method } = await aCustomer(stripe, 'pm_card_pendingRefund');
    const owner = (await stripe.paymentMethods.retrieve(method)).customer as string;
    const payment = await pay(method, { customer: owner });
    const { id } = await stripe.refunds.create({ payment_intent: payment.id });
    expect(await stripe.refunds.cancel(id)).toMatchObject({ status: 'canceled' });
    expect(await stripe.charges.retrieve(payment.latest_charge as string)).toMatchObject({ amount_refunded: 0 });
    await business.sandbox.advance({ by: 'P3D' });
    expect((await stripe.refunds.retrieve(id)).status).toBe('canceled');

    const done = await stripe.refunds.create({ payment_intent: (await pay('pm_card_visa')).id });
    await expect(stripe.refunds.cancel(done.id)).rejects.toMatchObject({ statusCode: 400 });
  });
});
