import { startApp } from '../support/app.js';
import { aBusiness, aCustomer, aPrice } from './business.js';

it('comes back to a moment as often as one likes, and every future from there is the same', async () => {
  const { sandbox, stripe, database } = await aBusiness();
  const { id: customer } = await aCustomer(stripe);
  const price = await aPrice(stripe, 'Starter', 2900);
  await stripe.subscriptions.create({ customer, items: [{ price }] }, { idempotencyKey: 'begin' });
  await sandbox.advance({ by: 'P10D' });
  const moment = sandbox.clock.now();
  await stripe.rawRequest('POST', '/_sandbox/snapshots', { name: 'tenth-day' });
  const future = async (): Promise<unknown> => {
    await sandbox.advance({ by: 'P2M' });
    return database.query('select id, data::text from stripe_sandbox.object order by id');
  };

  const first = await future();
  await stripe.rawRequest('POST', '/_sandbox/snapshots/tenth-day/restore', {});
  expect(sandbox.clock.now()).toEqual(moment);
  expect((await stripe.invoices.list()).data).toHaveLength(1);
  expect(await future()).toEqual(first);

  await expect(sandbox.keep('tenth-day')).rejects.toThrow('There is a snapshot');
  await expect(sandbox.comeBack('never')).rejects.toThrow('No such snapshot');
  expect(await sandbox.kept()).toMatchObject([{ name: 'tenth-day', business_at: moment.toISOString() }]);
  await sandbox.forget('tenth-day');
  expect(await sandbox.kept()).toEqual([]);
});

it('takes the engine back with it, guarded journals and all, and the engine goes on', async () => {
  const app = await startApp({ now: '2026-03-01T00:00:00Z' });
  try {
    const { id: customer } = await aCustomer(app.stripe);
    const price = await aPrice(app.stripe, 'Starter', 2900, 'week');
    await app.stripe.subscriptions.create({ customer, items: [{ price }] });
    await app.settle();
    await app.sandbox.keep('march');
    const journals = async (): Promise<number> => (await app.database.query('select id from ledger_journal')).length;
    const before = await journals();

    await app.advance({ by: 'P8D' });
    const after = await journals();
    expect(after).toBeGreaterThan(before);
    await app.sandbox.comeBack('march');
    expect(await journals()).toBe(before);
    expect(app.sandbox.clock.now()).toEqual(new Date('2026-03-01T00:00:00Z'));

    await app.advance({ by: 'P8D' });
    expect(await journals()).toBe(after);
    const proofs = await app.database.query(
      `select currency from ledger_entry group by currency having sum(minor) <> 0`,
    );
    expect(proofs).toEqual([]);
  } finally {
    await app.close();
  }
});
