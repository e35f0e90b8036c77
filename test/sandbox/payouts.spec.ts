import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, expectBalance, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});
afterEach(() => expectBalance(stripe));

async function aPayment(cents: number, card = 'pm_card_visa'): Promise<string> {
  const { id, method } = await aCustomer(stripe, card);
  const common = { currency: 'usd', customer: id, payment_method: method, confirm: true, off_session: true };
  return (await stripe.paymentIntents.create({ amount: cents, ...common })).id;
}

const lever = (wanted: object): Promise<unknown> => stripe.rawRequest('POST', '/_sandbox/payouts', wanted);
const payouts = async (): Promise<Stripe.Payout[]> => (await stripe.payouts.list()).data.toReversed();
const told = async (): Promise<string[]> => {
  const { data } = await stripe.events.list({ limit: 100 });
  return data
    .map(({ type }) => type)
    .filter((type) => type.startsWith('payout.'))
    .toReversed();
};

it('leaves daily once it is available, with all that became available, and arrives two days later', async () => {
  await lever({ interval: 'daily' });
  const payment = await aPayment(10_000);
  await business.sandbox.advance({ by: 'P1D' });
  await stripe.refunds.create({ payment_intent: payment, amount: 2000 });
  expect(await payouts()).toEqual([]);

  await business.sandbox.advance({ by: 'P1D' });

  const [payout] = await payouts();
  expect(payout).toMatchObject({ amount: 10_000 - 320 - 2000, automatic: true, status: 'pending' });
  expect((payout?.arrival_date ?? 0) - (payout?.created ?? 0)).toBe(2 * 86_400);
  expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(0);
  await business.sandbox.advance({ by: 'P2D' });

  const made = await stripe.balanceTransactions.list({ payout: payout?.id ?? '' });
  expect(made.data.map(({ type }) => type)).toEqual(['payout', 'refund', 'charge']);
  expect(made.data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
  expect(await stripe.payouts.retrieve(payout?.id ?? '')).toMatchObject({
    status: 'paid',
    reconciliation_status: 'completed',
  });
  expect(await told()).toEqual([
    'payout.created',
    'payout.updated',
    'payout.reconciliation_completed',
    'payout.updated',
    'payout.updated',
    'payout.paid',
  ]);
});

it('is made each day of a long journey, and every movement goes with exactly one', async () => {
  await lever({ interval: 'daily' });
  for (const cents of [5000, 7000, 3000]) {
    await aPayment(cents);
    await business.sandbox.advance({ by: 'P3D' });
  }
  await aPayment(1000, 'pm_card_bypassPending');
  await business.sandbox.advance({ by: 'P30D' });

  const all = await payouts();
  expect(all.map(({ amount }) => amount)).toEqual([4825, 6767, 2883]);
  expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(1000 - 59);
  await aPayment(2000);
  await business.sandbox.advance({ by: 'P2D' });
  expect((await payouts()).at(-1)?.amount).toBe(1000 - 59 + 2000 - 88);
});

it('that the bank refuses comes back and leaves again', async () => {
  await lever({ interval: 'daily', fails: 'account_closed' });
  await aPayment(10_000);
  await business.sandbox.advance({ by: 'P4D' });

  const [failed] = await payouts();
  expect(failed).toMatchObject({ status: 'failed', failure_code: 'account_closed', amount: 9680 });
  expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(9680);
  await aPayment(1000);
  await business.sandbox.advance({ by: 'P2D' });
  expect((await payouts()).map(({ amount, status }) => [amount, status])).toEqual([
    [9680, 'failed'],
    [9680 + 941, 'pending'],
  ]);
});

it('by hand takes what is available and no more, and can be cancelled until the bank has it', async () => {
  await aPayment(10_000, 'pm_card_bypassPending');
  const asked = { amount: 9681, currency: 'usd' };
  await expect(stripe.payouts.create(asked)).rejects.toMatchObject({ code: 'balance_insufficient' });

  const payout = await stripe.payouts.create({ amount: 4000, currency: 'usd', metadata: { why: 'rent' } });
  expect(payout).toMatchObject({ status: 'pending', automatic: false, reconciliation_status: 'not_applicable' });
  expect(await stripe.payouts.cancel(payout.id)).toMatchObject({ status: 'canceled' });
  expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(9680);

  const { id } = await stripe.payouts.create({ amount: 9680, currency: 'usd' });
  await business.sandbox.advance({ by: 'PT1H' });
  await expect(stripe.payouts.cancel(id)).rejects.toMatchObject({ statusCode: 400 });
  await business.sandbox.advance({ by: 'P30D' });
  expect((await payouts()).map(({ status }) => status)).toEqual(['canceled', 'paid']);
});
