import { Clock } from '../../src/kernel/clock.js';
import { lease } from '../../src/modules/webhooks/outbound/sending.queries.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { outboundApp, type OutboundApp } from './outbound-app.js';

/** Where many look at once, a store with one connection has nothing to show. */
const describeOnPostgres = process.env['TEST_DATABASE_URL'] ? describe : describe.skip;

describeOnPostgres('an endpoint leased by somebody while another is looking', () => {
  let store: TestDatabase;
  let app: OutboundApp;

  beforeAll(async () => {
    store = await startDatabase();
    app = await outboundApp(store.database);
    await app.endpoint('https://example.com/never');
    await app.sold(...Array.from({ length: 30 }, (_, seat) => `seat-${seat}`));
    for (const statement of SLOWED) await store.database.query(statement);
  });
  afterAll(async () => {
    await app?.close();
    await store?.close();
  });
  beforeEach(() => store.database.query('update webhooks_delivery set leased_until = null'));

  /** One begins to look and is held up after it has seen the store; another leases meanwhile. @returns what both got */
  async function bothOf(look: (now: Date) => Promise<{ length: number }>): Promise<number[]> {
    const { database } = store;
    const now = app.nest.get(Clock).wall();
    let letGo = () => {};
    const held = new Promise<void>((done) => (letGo = done));
    const holding = database.transaction(async () => {
      await database.query('select pg_advisory_xact_lock(4712)');
      await held;
    });
    await until(async () => (await waiting(true)) === 1, 10_000);
    const slow = database.transaction(async () => {
      await database.query(`select set_config('test.looks_slowly', 'yes', true)`);
      return look(now);
    });
    await until(async () => (await waiting(false)) === 1, 10_000);
    const first = (await lease(database, now, 12)).leased;
    letGo();
    await holding;
    return [first.length, (await slow).length];
  }

  async function waiting(granted: boolean): Promise<number> {
    const rows = await store.database.query(
      `select 1 from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and l.objid = 4712 and l.granted = $1`,
      [granted],
    );
    return rows.length;
  }

  it('is left to whoever was first', async () => {
    expect(await bothOf(async (now) => (await lease(store.database, now, 12)).leased)).toEqual([12, 0]);
  });

  it('would be sent to by both, were it looked at and leased by one statement', async () => {
    expect(await bothOf(() => store.database.query(AT_ONCE))).toEqual([12, 12]);
  });
});

/** The endpoints behind a view that holds up whoever asked to be slow, once their statement has begun. */
const SLOWED = [
  `create function looked_slowly() returns boolean as $$ begin
     if current_setting('test.looks_slowly', true) = 'yes' then perform pg_advisory_xact_lock(4712); end if;
     return true;
   end; $$ language plpgsql volatile`,
  'alter table webhooks_endpoint rename to webhooks_endpoint_itself',
  'create view webhooks_endpoint as select * from webhooks_endpoint_itself where looked_slowly()',
];

const AT_ONCE = `
  with free as (
    select e.id from webhooks_endpoint e
    where not exists (select from webhooks_delivery d where d.endpoint_id = e.id and d.leased_until > now())
    for update skip locked
  ), due as (
    select d.id from webhooks_delivery d join free on free.id = d.endpoint_id
    where d.status = 'pending' order by d.next_at, d.id limit 12 for update of d skip locked
  )
  update webhooks_delivery d set leased_until = now() + interval '60 seconds' from due where d.id = due.id
  returning d.id`;
