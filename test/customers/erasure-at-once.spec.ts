import { randomUUID } from 'node:crypto';
import { Forgetting } from '../../src/modules/customers/forgetting.service.js';
import { Database } from '../../src/platform/database/database.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';

/** Where many work at once, a store with one connection has nothing to show. */
const describeOnPostgres = process.env['TEST_DATABASE_URL'] ? describe : describe.skip;

describeOnPostgres('a person who is given another address while they are being forgotten', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const waiting = async () => {
    const rows = await app.database.query(
      `select 1 from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
    );
    return rows.length > 0;
  };

  it('is forgotten under that one too: nobody can register with it until they are', async () => {
    const { database, nest } = app;
    const customer = await new Business(app).customer();
    const [added, other] = [randomUUID(), randomUUID()];
    let forgetting: Promise<string[]> = Promise.resolve([]);
    const free = (key: string) =>
      `select pg_try_advisory_xact_lock(hashtextextended('address:email:${key}', 0)) as free`;

    await database.transaction(async () => {
      await database.hold(`customer:${customer}`);
      forgetting = startForgetting();
      await until(waiting, 10_000);
      await database.query(
        `insert into customers_address select (jsonb_populate_record(a, jsonb_build_object('id', $2::text, 'blind_index', $3::text, 'is_primary', false))).*
           from customers_address a join customers_customer c on c.person_id = a.person_id where c.id = $1`,
        [customer, randomUUID(), added],
      );
    });
    expect(await forgetting).toEqual(['held', 'free']);

    function startForgetting(): Promise<string[]> {
      return Database.detached(() =>
        database.transaction(async () => {
          await nest.get(Forgetting, { strict: false }).hold(customer);
          return Database.detached(async () => {
            const of = async (key: string) =>
              (await database.query<{ free: boolean }>(free(key)))[0]?.free ? 'free' : 'held';
            return [await of(added), await of(other)];
          });
        }),
      );
    }
  });
});
