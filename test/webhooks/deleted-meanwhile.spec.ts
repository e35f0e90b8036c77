import { startDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { outboundApp, receiver, type OutboundApp, type Receiver } from './outbound-app.js';

/** Where two act at once, a store with one connection has nothing to show. */
const describeOnPostgres = process.env['TEST_DATABASE_URL'] ? describe : describe.skip;

describeOnPostgres('an endpoint that is deleted', () => {
  let store: TestDatabase;
  let app: OutboundApp;
  let customer: Receiver;

  beforeAll(async () => {
    store = await startDatabase();
    app = await outboundApp(store.database);
    customer = await receiver();
    for (const statement of HELD_UP) await store.database.query(statement);
  });
  afterAll(async () => {
    await app?.close();
    await store?.close();
    await customer?.close();
  });

  /** The work comes to a delivery that is to be sent, and is held up until the other has had its way or waits for it. */
  async function held(work: () => Promise<unknown>, meanwhile: () => Promise<unknown>): Promise<void> {
    const { database } = store;
    let letGo = () => {};
    const released = new Promise<void>((done) => (letGo = done));
    const holding = database.transaction(async () => {
      await database.query('select pg_advisory_xact_lock(4713)');
      await released;
    });
    await until(async () => (await locks('granted and objid = 4713')) === 1, 10_000);
    const working = work();
    await until(async () => (await locks('not granted')) === 1, 10_000);
    let isOver = false;
    const other = meanwhile().then(() => (isOver = true));
    await until(async () => isOver || (await locks('not granted')) === 2, 10_000);
    letGo();
    await Promise.all([holding, working, other]);
  }

  async function locks(which: string): Promise<number> {
    const rows = await store.database.query(
      `select 1 from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and ${which}`,
    );
    return rows.length;
  }

  const statesOf = async (id: string) =>
    (
      await store.database.query<{ status: string }>(
        'select distinct status from webhooks_delivery where endpoint_id = $1',
        [id],
      )
    ).map(({ status }) => status);

  it('while deliveries are made for it leaves none that waits for ever', async () => {
    const { id } = await app.endpoint(customer.url);
    await held(
      () => app.sold('A1', 'A2'),
      () => app.call('DELETE', `endpoints/${id.toUpperCase()}`),
    );

    expect(await statesOf(id)).toEqual(['failed']);
  });

  it('while a delivery is to be sent once more leaves it given up', async () => {
    const { id } = await app.endpoint(customer.url);
    await app.sold('B1');
    await app.deliver();
    const [delivery] = (await app.call('GET', `endpoints/${id}/deliveries`)).body['data'] as { id: string }[];
    await held(
      () => app.call('POST', `deliveries/${delivery?.id}/replay`),
      () => app.call('DELETE', `endpoints/${id}`),
    );

    expect(await statesOf(id)).toEqual(['failed']);
  });
});

/** Whoever writes a delivery that is to be sent waits until nobody holds it up. */
const HELD_UP = [
  `create function held_up() returns trigger as $$ begin
     perform pg_advisory_xact_lock_shared(4713);
     return new;
   end; $$ language plpgsql`,
  `create trigger held_up before insert or update of status on webhooks_delivery
     for each row when (new.status = 'pending') execute function held_up()`,
];
