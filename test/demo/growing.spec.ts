import { DemoService } from '../../src/demo/demo.service.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { startApp, type TestApp } from '../support/app.js';

const PLAN = { seed: 3, customers: 9, days: 45 };

describe('the demo business', () => {
  let app: TestApp;
  let demo: DemoService;

  beforeAll(async () => {
    app = await startApp();
    demo = app.nest.get(DemoService, { strict: false });
  });
  afterAll(() => app.close());

  const count = async (sql: string): Promise<number> =>
    Number((await app.database.query<{ count: string }>(`select count(*) as count from ${sql}`))[0]?.count);

  it('is cut off in the middle and told to its end, with nothing told twice', async () => {
    await demo.begin(PLAN, new Date('2026-06-15T12:00:00Z'));
    const cut = new AbortController();
    const telling = demo.tell(cut.signal);
    while (((await demo.found())?.day ?? 0) < 12) await new Promise(setImmediate);
    cut.abort();
    await telling;
    expect((await demo.found())?.state).toBe('running');

    // A process that died after a day was played and before that was written down tells the day again.
    await app.database.query('update demo_run set day = day - 1');
    await demo.tell(new AbortController().signal);

    expect((await demo.found())?.state).toBe('done');
    expect(await count('customers_customer')).toBe(PLAN.customers);
    expect(await count('billing_subscription')).toBe(await count(`stripe_sandbox.object where type = 'subscription'`));
    expect(await count('billing_charge')).toBe(await count(`stripe_sandbox.object where type = 'charge'`));
    expect(await count('billing_balance_transaction')).toBe(
      await count(`stripe_sandbox.object where type = 'balance_transaction'`),
    );
    expect(await count(`webhooks_inbox where status not in ('done', 'skipped')`)).toBe(0);
  }, 120_000);

  it('leaves books that every proof agrees with', async () => {
    const failed = (await app.nest.get(Proofs).run()).filter(({ ok }) => !ok);
    expect(failed).toEqual([]);
    expect(await count('ledger_journal')).toBeGreaterThan(20);
  });

  it('begins once: a second beginning changes nothing', async () => {
    await demo.begin({ ...PLAN, seed: 4 }, new Date('2026-07-01T00:00:00Z'));
    expect((await demo.found())?.seed).toBe(PLAN.seed);
  });
});
