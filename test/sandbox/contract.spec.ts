import type { Stripe } from 'stripe';
import { aBusiness } from './business.js';
import { contract } from './contract.js';

const route = { method: 'GET', path: '/v1/customers/{id}' } as const;

it('notices a field too many, one too few and one of the wrong kind', async () => {
  const { stripe } = await aBusiness();
  const { id } = await stripe.customers.create({ name: 'Ada' });
  const { lastResponse: _, ...customer } = await stripe.customers.retrieve(id);
  const { balance, ...without } = customer as Stripe.Customer;

  expect(() => contract().answer(route, customer)).not.toThrow();
  expect(() => contract().answer(route, { ...customer, plan: 'gold' })).toThrow('additional properties');
  expect(() => contract().answer(route, without)).toThrow(`required property 'balance'`);
  expect(() => contract().answer(route, { ...customer, balance: String(balance) })).toThrow('balance must be number');
});

it('notices an event of a type that does not exist, or about an object that is none', async () => {
  const { stripe, database } = await aBusiness();
  await stripe.customers.create({ name: 'Ada' });
  const [row] = await database.query<{ body: string }>('select body from stripe_sandbox.event limit 1');
  const event = JSON.parse(row?.body ?? '') as { data: { object: object } };
  const told =
    (change: object): (() => void) =>
    () =>
      contract().events([JSON.stringify({ ...event, ...change })]);

  expect(told({})).not.toThrow();
  expect(told({ type: 'customer.thought_about' })).toThrow();
  expect(told({ data: { object: { ...event.data.object, object: 'unicorn' } } })).toThrow('no object called unicorn');
});

it('knows which parameters the real routes take', () => {
  const create = { method: 'POST', path: '/v1/customers' } as const;
  expect(contract().knows?.(create, 'tax[ip_address]')).toBe(true);
  expect(contract().knows?.(create, 'colour')).toBe(false);
});
