import type { Stripe } from 'stripe';
import { serve, type Served } from '../../src/integrations/stripe/sandbox/served.js';
import { aBusiness, aCustomer, aPrice } from '../sandbox/business.js';
import { describeInBrowser, Visitor } from './support/browser.js';

describeInBrowser('the pages of the sandbox', () => {
  let served: Served;
  let stripe: Stripe;
  let pages: Record<string, () => Promise<string>>;

  beforeAll(async () => {
    const business = await aBusiness();
    stripe = business.stripe;
    served = await serve(business.sandbox, 0);
    const price = await aPrice(stripe, 'Professional', 9900);
    const { id: customer } = await aCustomer(stripe);
    await stripe.subscriptions.create({ customer, items: [{ price }] });
    const account = await stripe.accounts.create({ email: 'bert@example.com' });
    const urls = { refresh_url: served.url, return_url: served.url };
    const line_items = [{ price, quantity: 2 }];
    const success_url = `${served.url}/sandbox/thanks/you`;
    pages = {
      checkout: async () =>
        (await stripe.checkout.sessions.create({ mode: 'subscription', line_items, success_url })).url ?? '',
      portal: async () => (await stripe.billingPortal.sessions.create({ customer, return_url: served.url })).url,
      onboarding: async () =>
        (await stripe.accountLinks.create({ account: account.id, type: 'account_onboarding', ...urls })).url,
    };
  });
  afterAll(() => served?.close());

  it.each([
    ['checkout', 390],
    ['checkout', 1440],
    ['portal', 390],
    ['portal', 1440],
    ['onboarding', 390],
  ] as const)('%s can be used by everybody, %i pixels wide', async (name, width) => {
    const visitor = await Visitor.arrive(served.url, { width, forAxe: true });
    await visitor.page.goto((await pages[name]?.()) ?? '');
    for (const summary of await visitor.page.locator('summary:visible').all()) await summary.click();
    expect(await visitor.faults()).toEqual([]);
    expect(await visitor.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await visitor.leave();
  });

  it('keep to their policy, and lead through the bank back to the shop', async () => {
    const visitor = await Visitor.arrive(served.url);
    const { page } = visitor;
    await page.goto((await pages['checkout']?.()) ?? '');
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('Card number').fill('4000 0000 0000 3220');
    await page.getByLabel('Expiry (MM/YY)').fill('12/34');
    await page.getByLabel('Security code').fill('123');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    expect(visitor.complaints).toEqual([]);
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await page.waitForURL('**/sandbox/thanks/you');

    const [subscription] = (await stripe.subscriptions.list({ status: 'active', limit: 1 })).data;
    expect(subscription?.items.data[0]?.quantity).toBe(2);
    await visitor.leave();
  });
});
