import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

beforeAll(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});

async function aPayment(cents: number, card = 'pm_card_visa', currency = 'usd'): Promise<Stripe.PaymentIntent> {
  const { id, method } = await aCustomer(stripe, card);
  return stripe.paymentIntents.create({
    amount: cents,
    currency,
    customer: id,
    payment_method: method,
    confirm: true,
    off_session: true,
    expand: ['latest_charge.balance_transaction'],
  });
}

function movementOf(payment: Stripe.PaymentIntent): Stripe.BalanceTransaction {
  return (payment.latest_charge as Stripe.Charge).balance_transaction as Stripe.BalanceTransaction;
}

it('takes a fee of 3.11 on 97.00', async () => {
  const payment = await aPayment(9700);

  expect(payment.status).toBe('succeeded');
  expect(movementOf(payment)).toMatchObject({
    amount: 9700,
    fee: 311,
    net: 9389,
    status: 'pending',
    exchange_rate: null,
  });
});

it('settles 100.00 eur as 108.50 usd with a fee of 3.45', async () => {
  const payment = await aPayment(10_000, 'pm_card_visa', 'eur');

  expect(movementOf(payment)).toMatchObject({
    amount: 10_850,
    currency: 'usd',
    fee: 345,
    net: 10_505,
    exchange_rate: 1.085,
  });
});

it('answers 402 with the decline and keeps the payment that failed', async () => {
  const { id, method } = await aCustomer(stripe, 'pm_card_chargeCustomerFail');
  const asked = {
    amount: 500,
    currency: 'usd',
    customer: id,
    payment_method: method,
    confirm: true,
    off_session: true,
  };

  const refusal = await stripe.paymentIntents.create(asked).catch((error: Stripe.errors.StripeCardError) => error);

  expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'generic_decline' });
  const { data } = await stripe.paymentIntents.list({ customer: id });
  expect(data).toMatchObject([{ status: 'requires_payment_method', last_payment_error: { code: 'card_declined' } }]);
  const charges = await stripe.charges.list({ customer: id });
  expect(charges.data).toMatchObject([{ status: 'failed', balance_transaction: null, failure_code: 'card_declined' }]);
});

it('refuses to keep a card that is declined, and charges nobody who must confirm and is away', async () => {
  const { id } = await stripe.customers.create({ name: 'Ada Ltd' });
  await expect(stripe.paymentMethods.attach('pm_card_visa_chargeDeclined', { customer: id })).rejects.toMatchObject({
    statusCode: 402,
  });
  await expect(aPayment(500, 'pm_card_authenticationRequired')).rejects.toMatchObject({
    code: 'authentication_required',
  });
});

it('captures less than was authorised and lets the rest go', async () => {
  const { id, method } = await aCustomer(stripe);
  const held = await stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    customer: id,
    payment_method: method,
    capture_method: 'manual',
    confirm: true,
  });
  expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 5000, amount_received: 0 });

  const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 3000 });

  expect(taken).toMatchObject({ status: 'succeeded', amount_received: 3000 });
});

describe('a refund', () => {
  it('never exceeds what is left, and the fee stays', async () => {
    const payment = await aPayment(9700);
    const first = await stripe.refunds.create({
      payment_intent: payment.id,
      amount: 2000,
      expand: ['balance_transaction'],
    });
    expect(first).toMatchObject({ status: 'succeeded', balance_transaction: { amount: -2000, fee: 0, net: -2000 } });

    await expect(stripe.refunds.create({ payment_intent: payment.id, amount: 7701 })).rejects.toMatchObject({
      statusCode: 400,
    });
    await stripe.refunds.create({ payment_intent: payment.id });
    await expect(stripe.refunds.create({ payment_intent: payment.id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
  });

  it('waits a day when it is pending', async () => {
    const payment = await aPayment(3000, 'pm_card_pendingRefund');
    const { id, status } = await stripe.refunds.create({ payment_intent: payment.id });
    expect(status).toBe('pending');

    await business.sandbox.advance({ by: 'P1D' });
    expect((await stripe.refunds.retrieve(id)).status).toBe('succeeded');
  });

  it('that comes back two days later is ours again', async () => {
    const payment = await aPayment(3000, 'pm_card_refundFail');
    const { id } = await stripe.refunds.create({ payment_intent: payment.id, amount: 2000 });
    await business.sandbox.advance({ by: 'P2D' });

    const refund = await stripe.refunds.retrieve(id, { expand: ['charge', 'failure_balance_transaction'] });
    expect(refund).toMatchObject({
      status: 'failed',
      charge: { amount_refunded: 0 },
      failure_balance_transaction: { amount: 2000, type: 'refund_failure' },
    });
  });
});

it('holds the sum of its movements, pending for two days and available then', async () => {
  await aPayment(12_300);
  const sumOf = async (): Promise<number> => {
    let sum = 0;
    for await (const { net } of stripe.balanceTransactions.list({ limit: 100 })) sum += net;
    return sum;
  };
  const before = await stripe.balance.retrieve();
  expect(before.pending[0]?.amount).toBeGreaterThanOrEqual(12_300 - 387);
  expect((before.available[0]?.amount ?? 0) + (before.pending[0]?.amount ?? 0)).toBe(await sumOf());

  await business.sandbox.advance({ by: 'P2D' });

  const after = await stripe.balance.retrieve();
  expect(after.pending[0]?.amount).toBe(0);
  expect(after.available[0]?.amount).toBe(await sumOf());
});
