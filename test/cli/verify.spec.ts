import { verify } from '../../src/cli/verify.js';
import { InboxWorker } from '../../src/modules/webhooks/index.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';

describe('revenue verify', () => {
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

  async function said(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const { log, error } = console;
    console.log = console.error = (line: unknown) => void lines.push(String(line));
    try {
      return { code: await verify(app.nest, args), text: lines.join('\n') };
    } finally {
      Object.assign(console, { log, error });
    }
  }

  const broken = async <T>(breaks: string, mends: string, look: () => Promise<T>): Promise<T> => {
    await app.database.query(breaks);
    return look().finally(() => app.database.query(mends));
  };

  it('says of every invariant that it holds, on how many rows, and keeps when it was asked', async () => {
    const { code, text } = await said();

    expect(code).toBe(0);
    expect(text.split('\n').length).toBeGreaterThan(12);
    expect(text).toMatch(/^Looked at the (embedded store in|store) /);
    expect(text).toMatch(/^P1 every journal sums to zero in each currency: holds \(\d+ checked\)$/m);
    expect(text).not.toMatch(/VIOLATED|COULD NOT/);
    const kept = await app.database.query<{ proof: string }>('select proof from ledger_proof_run');
    expect(kept.map(({ proof }) => proof)).toContain(
      'I11 every event received is done, due, waiting for something, or says why not',
    );
  });

  it('shows what broke it and how to look at that, by the id of the invariant', async () => {
    const { code, text } = await broken(
      `update billing_refund set minor = 5001`,
      `update billing_refund set minor = 2000`,
      () => said('--only', 'I05'),
    );

    expect(code).toBe(1);
    expect(text).toMatch(/^I05 .*: VIOLATED \(1 of 1 checked\)\n {4}\{"id":/m);
    expect(text).toMatch(/curl .*\/api\/v1\/revenue\/payments\/[0-9a-f-]{36}$/);
  });

  it('is not stopped by one that cannot be run', async () => {
    app.nest.get(Proofs).register('X1 a table there is not', async () => {
      await app.database.query('select from nothing_of_that_name');
      return { ok: true, checked: 1, differences: [] };
    });
    const { code, text } = await said('--only', 'X1,P1', '--no-record');

    expect(code).toBe(2);
    expect(text).toMatch(/X1 .*: COULD NOT BE RUN/);
    expect(text).toMatch(/P1 .*: holds/);
  });

  it('reads one instant and can write nothing', async () => {
    app.nest.get(Proofs).register('X2 a proof that mends', async () => {
      await app.database.query('update billing_refund set minor = 1');
      return { ok: true, checked: 1, differences: [] };
    });

    expect(await said('--only', 'X2', '--no-record')).toMatchObject({
      code: 2,
      text: expect.stringContaining('read-only'),
    });
  });

  it('looks only at what is new where it can, and calls nothing to check what it is', async () => {
    const { code, text } = await said('--only', 'I01,I11', '--since', '2100-01-01');

    expect(code).toBe(0);
    expect(text.match(/nothing to check/g)).toHaveLength(2);
  });

  it('folds everything once more and reads every body when it is to go deep', async () => {
    const { code, text } = await said('--only', 'I12,I04', '--json');
    const verdicts = JSON.parse(text) as { name: string; ok: boolean; checked: number }[];

    expect(code).toBe(0);
    expect(verdicts.map(({ name }) => name.slice(0, 3))).toEqual(['P2 ', 'W1 ', 'I12']);
    expect(verdicts.at(-1)?.checked).toBeGreaterThan(5);
  });

  it('leaves every row as it was, also where something was told and not heard yet', async () => {
    const business = new Business(app);
    await business.subscription(await business.customer(), await business.price(29));
    await app.sandbox.deliver();
    await app.nest.get(InboxWorker, { strict: false }).drain();
    const before = await everyRow();
    const { text } = await said('--deep', '--no-record', '--json');

    const verdicts = JSON.parse(text) as { name: string; ok: boolean }[];
    expect(verdicts.find(({ name }) => name.startsWith('I12'))).toMatchObject({ ok: true });
    expect(await everyRow()).toEqual(before);
    await app.settle();
    const heard = [...(await everyRow())].filter(([table, hash]) => before.get(table) !== hash).map(([table]) => table);
    expect(heard).toEqual(expect.arrayContaining(['public.platform_consumer', 'public.analytics_mrr_movement']));
  });

  /** A hash of each table's rows. */
  const everyRow = async (): Promise<Map<string, string>> => {
    const tables = await app.database.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const rows = new Map<string, string>();
    for (const { name } of tables) {
      const [{ hash } = { hash: '' }] = await app.database.query<{ hash: string }>(
        `select md5(coalesce(string_agg(t::text, '\n' order by t::text), '')) as hash from ${name} t`,
      );
      rows.set(name, hash);
    }
    return rows;
  };

  it.each([
    [['--only', 'I99'], 'No invariant is called I99.'],
    [['--sinc', 'x'], 'usage: revenue verify'],
  ])('does not run at all for %j', async (args, words) => {
    expect(await said(...args)).toMatchObject({
      code: 2,
      text: expect.stringContaining(words),
    });
  });
});
