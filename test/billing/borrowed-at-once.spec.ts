import { randomUUID } from 'node:crypto';
import { Folds, InboxWorker, type Fold } from '../../src/modules/webhooks/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';

/** Where many work at once, a store with one connection has nothing to show. */
const describeOnPostgres = process.env['TEST_DATABASE_URL'] ? describe : describe.skip;

describeOnPostgres('two of the provider’s objects with one id of ours, folded at once by two workers', () => {
  let app: TestApp;
  let inFold = 0;

  beforeAll(async () => {
    app = await startApp();
    app.nest.get(Folds, { strict: false }).register(heldUp(app));
  });
  afterAll(() => app.close());

  /** The fold as it is, done when the other worker has come as far, or waits for its turn. */
  const heldUp = ({ nest }: TestApp): Fold => {
    const real = nest.get(Folds, { strict: false }).of('stripe:self:product:any');
    if (!real) throw new Error('Nobody folds products.');
    return {
      ...{ provider: real.provider, objects: ['product'] },
      locks: (claims) => real.locks?.(claims) ?? Promise.resolve([]),
      fold: async (claims) => {
        inFold += 1;
        await until(async () => inFold === 2 || (await waiting()) > 0, 10_000);
        return real.fold(claims);
      },
    };
  };
  const waiting = async (): Promise<number> => {
    const rows = await app.database.query(
      `select 1 from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
    );
    return rows.length;
  };

  it('are both written, one under an id of its own', async () => {
    const metadata = { re_id: randomUUID() };
    const worker = app.nest.get(InboxWorker, { strict: false });
    const copy = async (name: string) => {
      const { id } = await app.stripe.products.create({ name, metadata });
      await app.sandbox.deliver();
      return { id, folded: worker.round(0) };
    };
    const first = await copy('Plan');
    await until(async () => inFold === 1, 10_000);
    const second = await copy('Plan, copied');
    await Promise.all([first.folded, second.folded]);

    const rows = await app.database.query(`select attempts, status, last_error from webhooks_inbox`);
    expect(rows).toEqual(rows.map(() => ({ attempts: 0, status: 'done', last_error: null })));
    expect(await app.database.query('select provider_id, holder from billing_borrowed_id')).toEqual([
      { provider_id: second.id, holder: first.id },
    ]);
  });
});
