import type { Stripe } from 'stripe';
import { aCustomer } from '../business.js';
import { idsOf, type Asked } from './asked.js';

async function pay(stripe: Stripe, token: string, cents = 5000): Promise<Stripe.PaymentIntent> {
  const { id: customer, method } = await aCustomer(stripe, token);
  return stripe.paymentIntents.create({
    ...{ amount: cents, currency: 'usd', customer, payment_method: method, confirm: true, off_session: true },
  });
}

/** Payments, refunds, disputes and what the banks report. */
export async function charge({ stripe, sandbox }: Asked): Promise<void> {
  const { id } = await stripe.paymentIntents.create({ amount: 3000, currency: 'usd', capture_method: 'manual' });
  await stripe.paymentIntents.update(id, { payment_method: 'pm_card_visa' });
  expect(await stripe.paymentIntents.confirm(id)).toMatchObject({ status: 'requires_capture' });
  expect(await stripe.paymentIntents.capture(id)).toMatchObject({ amount_received: 3000 });
  const idle = await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
  expect(await stripe.paymentIntents.cancel(idle.id)).toMatchObject({ status: 'canceled' });
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded' });
  expect(idsOf(await stripe.paymentIntents.list({ limit: 2 }))).toEqual([idle.id, id]);
  expect(idsOf(await stripe.paymentIntents.search({ query: 'status:"canceled"' }))).toEqual([idle.id]);

  const { latest_charge } = await pay(stripe, 'pm_card_pendingRefund');
  const charge = latest_charge as string;
  const back = await stripe.refunds.create({ charge, amount: 700 });
  await stripe.refunds.update(back.id, { metadata: { why: 'late' } });
  expect(await stripe.refunds.cancel(back.id)).toMatchObject({ status: 'canceled' });
  expect(await stripe.refunds.retrieve(back.id)).toMatchObject({ metadata: { why: 'late' } });
  expect(idsOf(await stripe.refunds.list({ charge }))).toEqual([back.id]);
  expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount: 5000, amount_refunded: 0 });
  expect(idsOf(await stripe.charges.list({ limit: 1 }))).toEqual([charge]);
  expect(idsOf(await stripe.charges.search({ query: 'amount:5000' }))).toEqual([charge]);

  const [doubted, feared] = [
    await pay(stripe, 'pm_card_createDispute'),
    await pay(stripe, 'pm_card_createIssuerFraudRecord'),
  ];
  await sandbox.advance({ by: 'PT1S' });
  const [dispute = ''] = idsOf(await stripe.disputes.list({ payment_intent: doubted.id }));
  await stripe.disputes.update(dispute, { metadata: { seen: 'yes' } });
  expect(await stripe.disputes.close(dispute)).toMatchObject({ status: 'lost' });
  expect(await stripe.disputes.retrieve(dispute)).toMatchObject({ metadata: { seen: 'yes' } });
  const [warning = ''] = idsOf(await stripe.radar.earlyFraudWarnings.list({ payment_intent: feared.id }));
  expect(await stripe.radar.earlyFraudWarnings.retrieve(warning)).toMatchObject({ charge: feared.latest_charge });
}

/** The balance, payouts and those who are paid. */
export async function payOut({ stripe }: Asked): Promise<void> {
  await pay(stripe, 'pm_card_bypassPending', 20_000);
  const [{ id: movement } = { id: '' }] = (await stripe.balanceTransactions.list({ type: 'charge', limit: 1 })).data;
  expect(await stripe.balanceTransactions.retrieve(movement)).toMatchObject({ amount: 20_000 });
  expect((await stripe.balance.retrieve()).available[0]?.amount).toBeGreaterThan(2000);
  const payout = await stripe.payouts.create({ amount: 1000, currency: 'usd' });
  await stripe.payouts.update(payout.id, { metadata: { why: 'rent' } });
  expect(await stripe.payouts.cancel(payout.id)).toMatchObject({ status: 'canceled' });
  expect(await stripe.payouts.retrieve(payout.id)).toMatchObject({ metadata: { why: 'rent' } });
  expect(idsOf(await stripe.payouts.list())).toEqual([payout.id]);

  const { id: destination } = await stripe.accounts.create({ type: 'standard', email: 'bert@example.com' });
  await stripe.accounts.update(destination, { metadata: { payee: 'p1' } });
  expect(await stripe.accounts.retrieve(destination)).toMatchObject({ metadata: { payee: 'p1' } });
  expect(idsOf(await stripe.accounts.list())).toEqual([destination]);
  expect((await stripe.accounts.retrieveCurrent()).id).not.toBe(destination);
  const urls = { refresh_url: 'https://shop.test/again', return_url: 'https://shop.test/back' };
  const link = await stripe.accountLinks.create({ account: destination, type: 'account_onboarding', ...urls });
  expect(link.url).toContain('/sandbox/onboarding/');
  const { id } = await stripe.transfers.create({ amount: 800, currency: 'usd', destination });
  await stripe.transfers.update(id, { description: 'May' });
  const { id: reversal } = await stripe.transfers.createReversal(id, { amount: 300 });
  expect(await stripe.transfers.retrieve(id)).toMatchObject({ description: 'May', amount_reversed: 300 });
  expect(idsOf(await stripe.transfers.listReversals(id))).toEqual([reversal]);
  expect(idsOf(await stripe.transfers.list({ destination }))).toEqual([id]);
  expect(await stripe.accounts.del(destination)).toMatchObject({ deleted: true });
}

/** Test clocks, endpoints and events. */
export async function watch({ stripe, sandbox }: Asked): Promise<void> {
  const start = Math.floor(sandbox.clock.now().getTime() / 1000);
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: start });
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: start + 60 });
  expect(await stripe.testHelpers.testClocks.retrieve(clock)).toMatchObject({ frozen_time: start + 60 });
  expect(idsOf(await stripe.testHelpers.testClocks.list())).toEqual([clock]);
  expect(await stripe.testHelpers.testClocks.del(clock)).toMatchObject({ deleted: true });

  const url = 'https://shop.test/webhooks';
  const { id, secret } = await stripe.webhookEndpoints.create({ url, enabled_events: ['customer.created'] });
  expect(secret).toMatch(/^whsec_/);
  expect(await stripe.webhookEndpoints.update(id, { disabled: true })).toMatchObject({ status: 'disabled' });
  const shown = await stripe.webhookEndpoints.retrieve(id);
  expect([shown.url, shown.secret]).toEqual([url, undefined]);
  expect(idsOf(await stripe.webhookEndpoints.list())).toEqual([id]);
  expect(await stripe.webhookEndpoints.del(id)).toMatchObject({ deleted: true });
  expect(idsOf(await stripe.webhookEndpoints.list())).toEqual([]);

  const [event = ''] = idsOf(await stripe.events.list({ type: 'customer.created', limit: 1 }));
  expect(await stripe.events.retrieve(event)).toMatchObject({ type: 'customer.created' });
}
