import { SignInLinks } from '../../../src/platform/auth/sign-in-link.js';
import { startApp, type TestApp } from '../../support/app.js';

const PEOPLE = ['ada', 'grace', 'edsger', 'barbara', 'tony', 'frances', 'niklaus', 'margaret'];

export interface Business {
  readonly app: TestApp;
  /** A fresh way in. */
  link(): Promise<string>;
}

/** A small company three months old: subscriptions of two plans, an upgrade, a cancellation, a refund, a card that fails. */
export async function aBusiness(): Promise<Business> {
  const app = await startApp({ backOffice: true, now: '2026-01-05T09:00:00Z' });
  const [small, large] = await openShop(app);
  for (const [index, name] of PEOPLE.entries()) {
    await signUp(app, name, index % 3 === 0 ? large : small);
    await app.advance({ by: 'P4D' });
  }
  const subscriptions = await app.stripe.subscriptions.list({ limit: 100 });
  const [first, second] = subscriptions.data.toReversed();
  await app.stripe.subscriptions.cancel(first?.id ?? '');
  await app.stripe.subscriptions.update(second?.id ?? '', {
    items: [{ id: second?.items.data[0]?.id ?? '', price: large }],
  });
  await refundOne(app);
  await app.advance({ to: new Date('2026-03-20T12:00:00Z') });
  await app.settle();
  return { app, link: async () => (await app.nest.get(SignInLinks, { strict: false }).issue()) ?? '' };
}

async function openShop(app: TestApp): Promise<[string, string]> {
  return [await plan(app, 'Professional', 4900), await plan(app, 'Business', 12_900)];
}

async function plan(app: TestApp, name: string, unit_amount: number): Promise<string> {
  const product = await app.stripe.products.create({ name });
  const recurring = { interval: 'month' } as const;
  const price = await app.stripe.prices.create({ product: product.id, currency: 'usd', unit_amount, recurring });
  return price.id;
}

async function signUp(app: TestApp, name: string, price: string): Promise<void> {
  const card = name === 'tony' ? 'pm_card_chargeCustomerFail' : 'pm_card_visa';
  const customer = await app.stripe.customers.create({ name, email: `${name}@example.com` });
  const method = await app.stripe.paymentMethods.attach(card, { customer: customer.id });
  await app.stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  await app.stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
  await app.settle();
}

async function refundOne(app: TestApp): Promise<void> {
  const charges = await app.stripe.charges.list({ limit: 1 });
  await app.stripe.refunds.create({ charge: charges.data[0]?.id ?? '', amount: 1500 });
  await app.settle();
}
