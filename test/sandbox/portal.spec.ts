import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let customer: string;
let url: string;
let subscription: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  customer = (await aCustomer(stripe)).id;
  const price = await aPrice(stripe, 'Professional', 9900);
  subscription = (await stripe.subscriptions.create({ customer, items: [{ price }] })).id;
  url = (await stripe.billingPortal.sessions.create({ customer, return_url: 'https://shop.test/me' })).url;
});

const look = async (): Promise<string> => (await business.sandbox.fetch(url)).text();
const act = (form: Record<string, string>): Promise<Response> =>
  business.sandbox.fetch(url, { method: 'POST', body: new URLSearchParams(form) });
const CARD = { act: 'card', number: '5555555555554444', expiry: '12/34', cvc: '123' };

it('shows the subscription, the card and the invoices', async () => {
  const shown = await look();
  for (const words of ['no real money', 'Professional', '$99.00 each month', '1 Apr 2026', 'visa ending in 4242']) {
    expect(shown).toContain(words);
  }
  expect(shown).toContain('https://shop.test/me');
});

it('cancels at the end of the period, and takes that back', async () => {
  expect(await (await act({ act: 'cancel', id: subscription })).text()).toContain('It ends on 1 Apr 2026');
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ cancel_at_period_end: true });
  await act({ act: 'keep', id: subscription });
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ cancel_at_period_end: false });
  expect(await (await act({ act: 'cancel', id: 'sub_of_others' })).text()).toContain('This cannot be cancelled.');
});

it('changes the card, also one that its bank wants to ask about', async () => {
  expect((await act({ ...CARD, number: '1234' })).status).toBe(422);
  expect(await (await act({ ...CARD, number: '4000000000000069' })).text()).toContain('Your card has expired.');
  expect(await (await act(CARD)).text()).toContain('mastercard ending in 4444');

  const asked = await act({ ...CARD, number: '4000002500003155' });
  const bank = asked.headers.get('location') ?? '';
  const back = await business.sandbox.fetch(bank, { method: 'POST', body: new URLSearchParams({ passed: 'true' }) });
  expect(back.headers.get('location')).toContain(url);
  expect(await look()).toContain('visa ending in 3155');
  const kept = await stripe.customers.retrieve(customer, { expand: ['invoice_settings.default_payment_method'] });
  expect(kept).toMatchObject({ invoice_settings: { default_payment_method: { card: { last4: '3155' } } } });
});

it('pays what is owed with the new card', async () => {
  await act({ ...CARD, number: '4000000000000341' });
  await business.sandbox.advance({ by: 'P1M' });
  await business.sandbox.advance({ by: 'PT2H' });
  url = (await stripe.billingPortal.sessions.create({ customer })).url;
  expect(await look()).toContain('The last payment has failed.');
  await act(CARD);
  const [open] = (await stripe.invoices.list({ customer, status: 'open' })).data;
  expect(await (await act({ act: 'pay', id: open?.id ?? '' })).text()).toContain('The invoice is paid.');
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ status: 'active' });
});

it('offers what its configuration allows, for an hour', async () => {
  const configuration = await stripe.billingPortal.configurations.create({
    business_profile: { headline: 'Ada & Co' },
    features: { invoice_history: { enabled: true }, subscription_cancel: { enabled: true, mode: 'immediately' } },
  });
  const session = await stripe.billingPortal.sessions.create({ customer, configuration: configuration.id });
  url = session.url;
  const shown = await look();
  expect(shown).toContain('Ada &#38; Co');
  expect(shown).not.toContain('Use another card');
  expect(await (await act(CARD)).text()).toContain('cannot be changed here');
  await act({ act: 'cancel', id: subscription });
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ status: 'canceled' });

  await business.sandbox.advance({ by: 'PT61M' });
  expect((await business.sandbox.fetch(url)).status).toBe(410);
  expect((await stripe.billingPortal.configurations.list({ active: true })).data).toHaveLength(2);
});
