import { Sandbox } from '../../src/integrations/stripe/sandbox/sandbox.js';
import { aBusiness, aCustomer, aPrice, clientOf, MARCH, WALL } from './business.js';

it('stands still where it is held, and is remembered by the next process', async () => {
  const { sandbox, database } = await aBusiness();
  await sandbox.advance({ by: 'P1DT6H' });

  const next = new Sandbox({ database, wall: () => WALL });
  await next.open();

  expect(next.clock.now()).toEqual(new Date('2026-03-02T06:00:00Z'));
  expect(next.clock.wall()).toBe(WALL);
});

it('cannot be set back once there is something that happened', async () => {
  const { sandbox, stripe } = await aBusiness();
  await stripe.customers.create({ name: 'Ada' });
  await expect(sandbox.startAt(MARCH)).rejects.toThrow('Only an empty sandbox');
});

it('calls once for each day on the way, outside any transaction', async () => {
  const { sandbox } = await aBusiness();
  const days: string[] = [];
  await sandbox.advance({ to: new Date('2026-03-03T12:00:00Z') }, async (at) => {
    days.push(at.toISOString());
    await sandbox.deliver();
  });
  expect(days).toEqual(['2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z', '2026-03-03T12:00:00.000Z']);
});

it('ends a story at the wall clock and runs with it from there', async () => {
  let wall = WALL;
  const { sandbox, stripe } = await aBusiness({ wall: () => wall });
  const { id } = await aCustomer(stripe);
  const price = await aPrice(stripe, 'Daily', 100, 'day');
  const { id: subscription } = await stripe.subscriptions.create({ customer: id, items: [{ price }] });

  await sandbox.release();
  expect(sandbox.clock.now()).toEqual(WALL);
  expect(sandbox.clock.held).toBe(false);

  wall = new Date(WALL.getTime() + 36 * 3_600_000);
  await sandbox.tick();
  const { data } = await stripe.invoices.list({ subscription, limit: 1 });
  expect(new Date((data[0]?.created ?? 0) * 1000)).toEqual(new Date('2026-11-22T00:00:00Z'));
});

it('lives through 14 months of one subscription at once', async () => {
  const { sandbox } = await aBusiness();
  const stripe = clientOf(sandbox);
  const { id } = await aCustomer(stripe);
  const price = await aPrice(stripe, 'Starter', 2900);
  await stripe.subscriptions.create({ customer: id, items: [{ price }] });

  await sandbox.advance({ by: 'P14M' });

  const paid = await stripe.invoices.list({ customer: id, status: 'paid', limit: 100 });
  expect(paid.data).toHaveLength(14);
});
