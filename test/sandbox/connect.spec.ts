import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, expectBalance, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

beforeAll(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});
afterEach(() => expectBalance(stripe));

const aPayee = (): Promise<Stripe.Account> =>
  stripe.accounts.create({
    type: 'express',
    email: 'bert@example.com',
    capabilities: { transfers: { requested: true } },
    metadata: { payee: 'p1' },
  });
const urls = { refresh_url: 'https://shop.test/again', return_url: 'https://shop.test/back' };

async function onboarded(ends = 'complete'): Promise<string> {
  const { id } = await aPayee();
  const { url } = await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...urls });
  const answer = await business.sandbox.fetch(url, { method: 'POST', body: new URLSearchParams({ ends }) });
  expect(answer.headers.get('location')).toBe(urls.return_url);
  return id;
}

async function aPayment(cents: number, card = 'pm_card_bypassPending'): Promise<string> {
  const { id, method } = await aCustomer(stripe, card);
  const common = { currency: 'usd', customer: id, payment_method: method, confirm: true, off_session: true };
  return (await stripe.paymentIntents.create({ amount: cents, ...common })).latest_charge as string;
}

describe('a payee', () => {
  it('is onboarded on a page that lets them in once, and the account says so', async () => {
    const account = await aPayee();
    expect(account).toMatchObject({ payouts_enabled: false, details_submitted: false, type: 'express' });
    const link = await stripe.accountLinks.create({ account: account.id, type: 'account_onboarding', ...urls });
    const shown = await (await business.sandbox.fetch(link.url)).text();
    expect(shown).toContain('bert@example.com');
    expect(shown).toContain('no real money');

    await business.sandbox.fetch(link.url, { method: 'POST', body: new URLSearchParams({ ends: 'complete' }) });

    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      payouts_enabled: true,
      details_submitted: true,
      capabilities: { transfers: 'active' },
      requirements: { currently_due: [], disabled_reason: null },
    });
    const { data } = await stripe.events.list({ type: 'account.updated' });
    expect(data).toMatchObject([
      {
        account: account.id,
        data: { object: { payouts_enabled: true }, previous_attributes: { payouts_enabled: false } },
      },
    ]);
    expect((await business.sandbox.fetch(link.url)).headers.get('location')).toBe(urls.refresh_url);
  });

  it('that is doubted, or not onboarded, is sent nothing', async () => {
    await aPayment(5000);
    for (const destination of [await onboarded('doubted'), await onboarded('later')]) {
      await expect(stripe.transfers.create({ amount: 100, currency: 'usd', destination })).rejects.toMatchObject({
        code: 'insufficient_capabilities_for_transfer',
      });
    }
  });

  it('can be changed, found and removed; the shop has an account of its own', async () => {
    const { id } = await aPayee();
    expect(await stripe.accounts.update(id, { email: 'b@example.com' })).toMatchObject({ email: 'b@example.com' });
    expect((await stripe.accounts.list({ limit: 1 })).data).toMatchObject([{ id, metadata: { payee: 'p1' } }]);
    expect(await stripe.accounts.del(id)).toEqual(expect.objectContaining({ id, deleted: true }));
    await expect(stripe.accounts.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
    expect(await stripe.accounts.retrieveCurrent()).toMatchObject({ payouts_enabled: true, type: 'standard' });
  });
});

describe('a transfer', () => {
  it('leaves the balance, and comes back by as much as is reversed', async () => {
    const destination = await onboarded();
    await aPayment(10_000);
    const before = (await stripe.balance.retrieve()).available[0]?.amount ?? 0;
    const asked = { amount: 4000, currency: 'usd', destination, transfer_group: 'batch-7', metadata: { item: 'i1' } };
    const transfer = await stripe.transfers.create(asked, { idempotencyKey: 'transfer-1' });
    expect(await stripe.transfers.create(asked, { idempotencyKey: 'transfer-1' })).toMatchObject({ id: transfer.id });
    expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(before - 4000);

    await stripe.transfers.createReversal(transfer.id, { amount: 1500 });
    await expect(stripe.transfers.createReversal(transfer.id, { amount: 2501 })).rejects.toMatchObject({
      statusCode: 400,
    });
    await stripe.transfers.createReversal(transfer.id);

    const { data } = await stripe.transfers.list({ transfer_group: 'batch-7' });
    expect(data).toMatchObject([{ amount_reversed: 4000, reversed: true, reversals: { data: [{}, {}] } }]);
    expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(before);
    const moved = await stripe.balanceTransactions.list({ source: transfer.id });
    expect(moved.data.map(({ type, net }) => [type, net])).toEqual([
      ['transfer_refund', 2500],
      ['transfer_refund', 1500],
      ['transfer', -4000],
    ]);
  });

  it('beyond what is available fails, unless a charge stands behind it, and then only as far as that goes', async () => {
    const destination = await onboarded();
    const charge = await aPayment(9000, 'pm_card_visa');
    const available = (await stripe.balance.retrieve()).available[0]?.amount ?? 0;
    const amount = available + 1;
    await expect(stripe.transfers.create({ amount, currency: 'usd', destination })).rejects.toMatchObject({
      code: 'balance_insufficient',
    });

    const common = { currency: 'usd', destination, source_transaction: charge };
    const tied = await stripe.transfers.create({ amount: 8000, ...common, expand: ['balance_transaction'] });
    expect(tied).toMatchObject({ transfer_group: `group_${charge}`, balance_transaction: { status: 'pending' } });
    await expect(stripe.transfers.create({ amount: 1001, ...common })).rejects.toMatchObject({ statusCode: 400 });
    await stripe.transfers.create({ amount: 1000, ...common });
    expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(available);
  });
});
