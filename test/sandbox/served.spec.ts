import { Stripe } from 'stripe';
import { serve } from '../../src/integrations/stripe/sandbox/served.js';
import { aBusiness } from './business.js';

it('answers any client of Stripe on a port of this machine', async () => {
  const { sandbox } = await aBusiness();
  const served = await serve(sandbox, 0);
  const { hostname, port } = new URL(served.url);
  expect(hostname).toBe('127.0.0.1');
  const stripe = new Stripe('sk_test_x', { host: hostname, port: Number(port), protocol: 'http', telemetry: false });

  const customer = await stripe.customers.create({ name: 'Ada & Co = 100 %', metadata: { 'a b': 'c' } });
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    name: 'Ada & Co = 100 %',
    metadata: { 'a b': 'c' },
  });

  const moved = await fetch(`${served.url}/_sandbox/clock`, { method: 'POST', body: '{"advance":"P14M"}' });
  expect(moved.headers.get('stripe-sandbox')).toBe('local');
  expect(await moved.json()).toEqual({ now: '2027-05-01T00:00:00.000Z', held: true });
  const refused = await fetch(`${served.url}/_sandbox/clock`, { method: 'POST', body: '{"advance":"tomorrow"}' });
  expect(refused.status).toBe(400);
  await served.close();
});
