import { Proofs } from '../../src/platform/ops/proofs.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business } from '../billing/business.js';

/** Each proof holds of an honest business, and fails of the same business with that one promise broken behind its back. */
describe('a broken promise is found:', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    const business = new Business(app);
    const customer_id = await business.customer();
    const { id } = await business.post('/payments', { customer_id, amount: 50, currency: 'usd' });
    await business.post(`/payments/${id}/refunds`, { amount: 20 });
    await app.settle();
  });
  afterAll(() => app.close());

  const proof = async (id: string) => (await app.nest.get(Proofs).run([id]))[0];

  it.each([
    {
      id: 'I05',
      what: 'a refund larger than what was captured',
      breaks: `update billing_refund set minor = 5001`,
      mends: `update billing_refund set minor = 2000`,
    },
    {
      id: 'I11',
      what: 'an event that is dead without a reason',
      breaks: `update webhooks_inbox set status = 'dead', last_error = null where seq = (select min(seq) from webhooks_inbox)`,
      mends: `update webhooks_inbox set status = 'done' where status = 'dead'`,
    },
    {
      id: 'I19',
      what: 'a call that nobody will ever end',
      breaks: `update billing_intent set state = 'sent', next_at = null where operation = 'refund.create'`,
      mends: `update billing_intent set state = 'succeeded' where operation = 'refund.create'`,
    },
  ])('$id sees $what', async ({ id, breaks, mends }) => {
    expect(await proof(id)).toMatchObject({ ok: true, differences: [] });
    expect((await proof(id))?.checked).toBeGreaterThan(0);

    await app.database.query(breaks);
    const broken = await proof(id);
    await app.database.query(mends);

    expect([broken?.ok, broken?.differences.length]).toEqual([false, 1]);
  });
});
