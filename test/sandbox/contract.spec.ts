import type { Stripe } from 'stripe';
import { Sandbox } from '../../src/integrations/stripe/sandbox/sandbox.js';
import { aBusiness, clientOf, WALL } from './business.js';
import { loadChecker } from '../../src/integrations/stripe/sandbox/validation/loading.js';
import { contract } from '../support/contract.js';

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

describe('switched on for a sandbox that runs', () => {
  it('answers a breach as a defect that says place and rule, keeps nothing of the call and logs it', async () => {
    const breaches: string[] = [];
    const validate = await loadChecker((breach) => breaches.push(breach));
    const loose = await aBusiness({ validate: undefined });
    const { id } = await loose.stripe.customers.create({ name: 'Ada' });
    await loose.sandbox.doing(async (unit) => {
      Object.assign(await unit.get('customer', id), { balance: 'none' });
    });
    const stripe = clientOf(new Sandbox({ database: loose.database, wall: () => WALL, validate }));

    const renaming = stripe.customers.update(id, { name: 'Bob' }, { idempotencyKey: 'rename' });

    await expect(renaming).rejects.toMatchObject({
      statusCode: 500,
      code: 'sandbox_contract',
      headers: { 'stripe-should-retry': 'false' },
      message: expect.stringContaining('POST /v1/customers/{id} shows what is no customer') as unknown,
    });
    await expect(renaming).rejects.toThrow('balance must be number');
    expect(breaches).toEqual([expect.stringContaining('balance must be number')]);
    expect(breaches.join()).not.toContain('Bob');
    expect(await loose.stripe.customers.retrieve(id)).toMatchObject({ name: 'Ada' });
    expect(await loose.database.query(`select 1 from stripe_sandbox.idempotency where key = 'rename'`)).toEqual([]);
  });
});
