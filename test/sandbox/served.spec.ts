import { Stripe } from 'stripe';
import { serve } from '../../src/integrations/stripe/sandbox/served.js';
import { aBusiness, MARCH } from './business.js';

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

it('answers a lever that is pulled wrongly in words, and never turns time back', async () => {
  const { sandbox, stripe } = await aBusiness();
  await stripe.customers.create({ name: 'Ada' });
  const served = await serve(sandbox, 0);
  const pulled = async (lever: string, how: object): Promise<[number, string | undefined]> => {
    const answer = await fetch(`${served.url}/_sandbox/${lever}`, { method: 'POST', body: JSON.stringify(how) });
    const { error } = (await answer.json()) as { error?: { param?: string } };
    return [answer.status, error?.param];
  };

  expect(await pulled('clock', { start_at: '2026-01-01T00:00:00Z' })).toEqual([400, 'start_at']);
  expect(await pulled('clock', { to: '2026-02-28T23:59:59Z' })).toEqual([400, 'to']);
  expect(await pulled('faults', { fault: 'drop', chance: 'often' })).toEqual([400, 'chance']);
  expect(await pulled('faults', { fault: 'drop', chance: '2' })).toEqual([400, 'chance']);
  expect(await pulled('settings', { upcoming_days: -1 })).toEqual([400, 'upcoming_days']);
  await sandbox.advance({ to: new Date('2026-02-01T00:00:00Z') });
  expect(sandbox.clock.now()).toEqual(MARCH);
  await served.close();
});

it('has opened a dispute before whoever paid with the card asks for it', async () => {
  const { sandbox } = await aBusiness({ wall: () => new Date() });
  await sandbox.release();
  const served = await serve(sandbox, 0);
  const { hostname, port } = new URL(served.url);
  const stripe = new Stripe('sk_test_x', { host: hostname, port: Number(port), protocol: 'http', telemetry: false });

  const { id } = await stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    payment_method: 'pm_card_createDispute',
    confirm: true,
  });

  const { data } = await stripe.disputes.list({ payment_intent: id });
  expect(data).toMatchObject([{ status: 'needs_response', amount: 5000 }]);
  await served.close();
});
