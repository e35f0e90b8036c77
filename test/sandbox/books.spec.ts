import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, expectBalance, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

const pay = async (cents: number, card = 'pm_card_visa'): Promise<Stripe.PaymentIntent> => {
  const { id, method } = await aCustomer(stripe, card);
  const common = { currency: 'usd', customer: id, payment_method: method, confirm: true, off_session: true };
  return stripe.paymentIntents.create({ amount: cents, ...common });
};

/** Every way in which money moves. */
beforeAll(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  await stripe.rawRequest('POST', '/_sandbox/payouts', { interval: 'daily' });
  const first = await pay(10_000);
  await stripe.refunds.create({ payment_intent: first.id, amount: 2500 });
  await stripe.refunds.create({ payment_intent: (await pay(3000, 'pm_card_refundFail')).id });
  await stripe.refunds.create({ payment_intent: (await pay(4000, 'pm_card_pendingRefund')).id });
  await pay(9900, 'pm_card_createDispute');
  await pay(7900, 'pm_card_createDisputeProductNotReceived');
  await pay(60_000, 'pm_card_bypassPending');
  const account = await stripe.accounts.create({ capabilities: { transfers: { requested: true } } });
  const urls = { refresh_url: 'https://shop.test', return_url: 'https://shop.test' };
  const link = await stripe.accountLinks.create({ account: account.id, type: 'account_onboarding', ...urls });
  await business.sandbox.fetch(link.url, { method: 'POST', body: new URLSearchParams({ ends: 'complete' }) });
  const transfer = await stripe.transfers.create({ amount: 5000, currency: 'usd', destination: account.id });
  await stripe.transfers.createReversal(transfer.id, { amount: 1200 });
  const payout = await stripe.payouts.create({ amount: 100, currency: 'usd' });
  await stripe.payouts.cancel(payout.id);
  await business.sandbox.advance({ by: 'P4D' });
  const [dispute] = (await stripe.disputes.list()).data;
  await stripe.disputes.update(dispute?.id ?? '', { evidence: { uncategorized_text: 'winning_evidence' } });
  await stripe.rawRequest('POST', '/_sandbox/payouts', { fails: 'account_closed' });
  await pay(8000);
  await business.sandbox.advance({ by: 'P10D' });
  await pay(1000);
});

/** What the account must hold by what happened to charges, refunds, disputes, transfers and payouts themselves. */
async function owed(): Promise<number> {
  let sum = 0;
  for await (const { status, amount } of stripe.charges.list({ limit: 100 })) {
    if (status === 'succeeded') sum += amount - Math.round(amount * 0.029) - 30;
  }
  for await (const { status, amount } of stripe.refunds.list({ limit: 100 })) {
    if (status !== 'failed' && status !== 'canceled') sum -= amount;
  }
  for await (const { status, amount } of stripe.disputes.list({ limit: 100 })) {
    if (status !== 'won' && !status.startsWith('warning')) sum -= amount + 1500;
  }
  for await (const { amount, amount_reversed: back } of stripe.transfers.list({ limit: 100 })) sum -= amount - back;
  for await (const { status, amount } of stripe.payouts.list({ limit: 100 })) {
    if (status !== 'failed' && status !== 'canceled') sum -= amount;
  }
  return sum;
}

const held = async (): Promise<number> => {
  const { available, pending } = await stripe.balance.retrieve();
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
};

it('hold what happened to each object, to the cent', async () => {
  const kinds = await business.database.query<{ kind: string }>(
    `select distinct peer as kind from stripe_sandbox.object where type = 'balance_transaction' order by 1`,
  );
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'adjustment',
    'charge',
    'payout',
    'payout_cancel',
    'payout_failure',
    'refund',
    'refund_failure',
    'transfer',
    'transfer_refund',
  ]);
  await expectBalance(stripe);
  expect(await held()).toBe(await owed());
});

it('would not, were one movement missing', async () => {
  const [gone] = await business.database.query<{ id: string; data: string }>(
    `select id, data::text as data from stripe_sandbox.object
     where type = 'balance_transaction' and peer = 'refund_failure' limit 1`,
  );
  await business.database.query('delete from stripe_sandbox.object where id = $1', [gone?.id]);
  expect(await held()).not.toBe(await owed());
});

it('are told whole: the last event on each object shows it as it is', async () => {
  const rows = await business.database.query<{ id: string; kept: string; told: string }>(
    `select object.id, object.data::text as kept, (
       select event.body from stripe_sandbox.event where event.object = object.id order by event.seq desc limit 1) as told
     from stripe_sandbox.object
     where type in ('charge', 'refund', 'dispute', 'payout', 'transfer', 'payment_intent', 'account')`,
  );
  expect(rows.length).toBeGreaterThan(20);
  for (const { kept, told } of rows) {
    const { data } = JSON.parse(told) as { data: { object: object } };
    expect(data.object).toEqual(JSON.parse(kept));
  }
});
