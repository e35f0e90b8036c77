import type { Claim, FoldOutcome } from '../../src/modules/webhooks/fold.js';
import { InboxLoops } from '../../src/modules/webhooks/inbox/inbox-loops.js';
import { RangeReplays } from '../../src/modules/webhooks/inbox/range-replays.js';
import { describeEvent } from '../../src/modules/webhooks/inbox/described.js';
import { rowOf } from '../../src/modules/webhooks/inbox/new-row.js';
import { Arrivals } from '../../src/modules/webhooks/intake/arrivals.js';
import { InboxWorker } from '../../src/modules/webhooks/inbox/inbox-worker.js';
import { WakeUps } from '../../src/platform/events/wake-ups.js';
import { orderChain } from '../../src/modules/webhooks/order/chain.js';
import { until } from '../support/until.js';
import { eventOf, foldOf, settings, startInbox, type Sent, type TestInbox } from './support.js';

const KEY = 'stripe:self:subscription:sub_1';
const onPostgres = settings.databaseUrl === undefined ? it.skip : it;

/** What goes wrong elsewhere, by the name it is known under; those that need the books are in test/billing/regressions.spec.ts. */
describe('the inbox does not fall for', () => {
  let at: TestInbox;
  let arrivals: Arrivals;

  beforeEach(async () => {
    at = await startInbox();
    arrivals = new Arrivals(at.database, at.bodies, at.clock, at.wakeUps);
    await at.database.query(`create table book (key text primary key, event text not null)`);
    await at.database.query(`create table version (at timestamptz, quantity int, status text, n int)`);
  });

  afterEach(() => at.close());

  const arrive = (sent: Sent, through = arrivals) => {
    const event = { ...eventOf(sent), id: sent.id };
    const described = describeEvent('stripe', event);
    if (!described) throw new Error(`${sent.id} is no event`);
    const body = Buffer.from(JSON.stringify(event));
    const row = rowOf(described, { status: 'pending' }, { provider: 'stripe', source: 'webhook', body });
    return through.file({ row });
  };
  const seats = (id: string, created: number, quantity: number, how: 'created' | 'deleted' | number): Sent => ({
    id,
    type: `customer.subscription.${typeof how === 'string' ? how : 'updated'}`,
    created,
    object: { id: 'sub_1', object: 'subscription', quantity, status: how === 'deleted' ? 'canceled' : 'active' },
    ...(typeof how === 'number' ? { previous: { quantity: how } } : {}),
  });
  const foldVersions = async ({ objectKey }: Claim): Promise<FoldOutcome> => {
    const events = (await at.inbox.histories([objectKey])).get(objectKey) ?? [];
    const { states, breaks } = orderChain({
      events,
      reduce: ({ quantity, status }) => ({ quantity, status }),
      terminal: ({ status }) => status === 'canceled',
    });
    await at.database.query('delete from version');
    for (const [n, { at: since, state }] of states.entries())
      await at.database.query('insert into version values ($1, $2, $3, $4)', [since, state.quantity, state.status, n]);
    await at.breaks.report(new Map([[objectKey, breaks]]));
    return { kind: 'done', changed: true };
  };
  const versions = () => at.database.query('select at, quantity, status from version order by n');
  const statuses = async () =>
    (await at.database.query<{ status: string }>('select status from webhooks_inbox order by seq')).map(
      ({ status }) => status,
    );
  const booked = async () => (await at.database.query('select key from book')).length;
  const bookEach = async ({ pending }: Claim): Promise<FoldOutcome> => {
    for (const { externalId } of pending) await at.database.query('insert into book values ($1, $1)', [externalId]);
    return { kind: 'done', changed: true };
  };
  const things = (count: number): Sent[] =>
    Array.from({ length: count }, (_, n) => ({
      id: `evt_${n}`,
      type: 'thing.changed',
      created: 100,
      object: { id: `th_${n % 7}`, object: 'thing' },
    }));

  it('same-second events', async () => {
    at.folds.register(foldOf(['subscription'], foldVersions));
    const [a, b, c] = [seats('A', 100, 3, 2), seats('B', 100, 2, 3), seats('C', 100, 2, 1)] as const;
    const told: unknown[] = [];
    for (const order of [
      [a, b, c],
      [a, c, b],
      [b, a, c],
      [b, c, a],
      [c, a, b],
      [c, b, a],
    ]) {
      await at.database.query('truncate webhooks_inbox, webhooks_body, webhooks_chain_break');
      await arrive(seats('evt_0', 99, 1, 'created'));
      for (const event of [...order, ...order]) {
        await arrive(event);
        await at.worker.drain();
      }
      told.push(await versions());
      expect(await at.database.query('select 1 from webhooks_chain_break where closed_at is null')).toEqual([]);
    }

    expect(told[0]).toMatchObject([{ quantity: 1 }, { quantity: 2 }, { quantity: 3 }, { quantity: 2 }]);
    expect(told).toEqual(Array(6).fill(told[0]));
  });

  it('deleted before updated', async () => {
    at.folds.register(foldOf(['subscription'], foldVersions));
    for (const event of [
      seats('evt_0', 99, 1, 'created'),
      seats('evt_2', 105, 1, 'deleted'),
      seats('evt_1', 104, 3, 1),
      seats('evt_3', 106, 4, 3),
    ]) {
      await arrive(event);
      await at.worker.drain();
    }

    expect((await versions()).at(-1)).toMatchObject({ status: 'canceled' });
    expect(await statuses()).toEqual(['done', 'done', 'done', 'done']);
  });

  it('an object that changes while it is being read is read once more', async () => {
    await at.inbox.wantRefetch([KEY]);
    expect(await at.inbox.takeWanted(5)).toEqual([KEY]);
    await at.inbox.wantRefetch([KEY]);
    expect(await at.inbox.takeWanted(5)).toEqual([]);
    await at.inbox.read([KEY]);

    expect(await at.inbox.takeWanted(5)).toEqual([KEY]);
    await at.inbox.read([KEY]);
    expect(await at.inbox.takeWanted(5)).toEqual([]);
  });

  it('a gap, which opens a break, asks for the object once, and is closed by what was missing', async () => {
    at.folds.register(foldOf(['subscription'], foldVersions));
    await arrive(seats('evt_0', 99, 1, 'created'));
    await arrive(seats('evt_2', 110, 3, 2));
    await at.worker.drain();
    expect(await at.inbox.takeWanted(5)).toEqual([KEY]);
    expect(await at.inbox.takeWanted(5)).toEqual([]);

    await arrive(seats('evt_1', 105, 2, 1));
    await at.worker.drain();

    const breaks = await at.database.query('select kind, closed_by from webhooks_chain_break');
    expect(breaks).toEqual([{ kind: 'gap', closed_by: 'found' }]);
  });

  // Nothing is enqueued: the row is the queue. Who dies there (chaos F02 kills it) leaves the row, and nobody is woken.
  it('crash between commit and enqueue: the row of a delivery that woke nobody is found by the poll', async () => {
    at.folds.register(foldOf(['thing'], bookEach));
    const [before, left] = things(2) as [Sent, Sent];
    const dead = new Arrivals(at.database, at.bodies, at.clock, new WakeUps());
    let woken = 0;
    at.wakeUps.on('inbox', () => (woken += 1));

    await whileFolding(async () => {
      await arrive(before);
      await until(async () => (await booked()) === 1, 5_000);
      await arrive(left, dead);
      await until(async () => (await booked()) === 2, 5_000);
    });
    expect([woken, await statuses()]).toEqual([1, ['done', 'done']]);
  });

  // What can be lost here is wake-ups: they are all that is kept outside the table.
  it('queue lost: when wake-ups stop coming in the middle of a run, the poll finds what they would have told of', async () => {
    at.folds.register(foldOf(['thing'], bookEach));
    const heard = new WakeUps();
    const empty = at.wakeUps.on('inbox', () => heard.wake('inbox'));
    let lost = 0;

    await whileFolding(async () => {
      const sent = things(40);
      await Promise.all(sent.slice(0, 20).map((one) => arrive(one)));
      empty();
      at.wakeUps.on('inbox', () => (lost += 1));
      await Promise.all(sent.slice(20).map((one) => arrive(one)));
      await until(async () => (await booked()) === 40, 5_000);
    }, heard);
    expect(lost).toBeGreaterThan(0);
    expect(new Set(await statuses())).toEqual(new Set(['done']));
  });

  it('check-then-insert race', async () => {
    at.folds.register(foldOf(['thing'], bookEach));
    const other = new Arrivals(at.database, at.bodies, at.clock, at.wakeUps);
    const [event] = things(1) as [Sent];
    const filed = await Promise.all(Array.from({ length: 50 }, (_, n) => arrive(event, n % 2 ? other : arrivals)));
    await Promise.all([at.worker.drain(), new InboxWorker(at.database, at.folding).drain()]);

    expect(filed.filter((how) => how === 'new')).toHaveLength(1);
    expect(filed.filter((how) => how === 'duplicate')).toHaveLength(49);
    expect([await booked(), await statuses()]).toEqual([1, ['done']]);
  });

  it('conflict payload', async () => {
    const [event] = things(1) as [Sent];
    expect(await arrive(event)).toBe('new');
    expect(await arrive({ ...event, created: 101 })).toBe('conflict');

    expect(await at.database.query(`select extract(epoch from occurred_at)::int as at from webhooks_inbox`)).toEqual([
      { at: 100 },
    ]);
    expect(await at.database.query('select 1 from webhooks_conflict')).toHaveLength(1);
  });

  it('conflict payload, both bodies in one group of deliveries', async () => {
    const [event] = things(1) as [Sent];
    const filed = await Promise.all([arrive(things(2)[1] as Sent), arrive(event), arrive({ ...event, created: 101 })]);

    expect(filed).toEqual(['new', 'new', 'conflict']);
  });

  it('swallowed error', async () => {
    at.folds.register(
      foldOf(['thing'], async (claim) => {
        await bookEach(claim);
        throw new TypeError('after the booking');
      }),
    );
    await arrive(things(1)[0] as Sent);
    await at.worker.drain();

    expect([await booked(), await statuses()]).toEqual([0, ['pending']]);
  });

  it('swallowed error, and the check is not blind: a fold that swallows is found by counting', async () => {
    at.folds.register(foldOf(['thing'], async () => ({ kind: 'done', changed: true })));
    await arrive(things(1)[0] as Sent);
    await at.worker.drain();

    expect(await statuses()).toEqual(['done']);
    expect(await booked()).not.toBe(1);
  });

  onPostgres('a connection that dies in the middle of a fold', async () => {
    let deaths = 3;
    at.folds.register(
      foldOf(['thing'], async (claim) => {
        const outcome = await bookEach(claim);
        if ((deaths -= 1) >= 0) await at.database.query('select pg_terminate_backend(pg_backend_pid())');
        return outcome;
      }),
    );
    for (const one of things(20)) await arrive(one);
    for (let tries = 0; tries < 4; tries += 1) await at.worker.drain().catch(() => undefined);

    expect([await booked(), new Set(await statuses())]).toEqual([20, new Set(['done'])]);
  });

  onPostgres('four workers at once: each event has its effect once', async () => {
    at.folds.register(foldOf(['thing'], bookEach));
    const sent = things(300);
    await Promise.all([...sent, ...sent.slice(0, 100)].map((one) => arrive(one)));
    await Promise.all(Array.from({ length: 4 }, () => new InboxWorker(at.database, at.folding).drain()));

    expect([await booked(), new Set(await statuses())]).toEqual([300, new Set(['done'])]);
  });

  async function whileFolding(work: () => Promise<void>, wakeUps = at.wakeUps): Promise<void> {
    const stop = new AbortController();
    const replays = new RangeReplays(at.database, at.clock, at.wakeUps);
    const running = new InboxLoops(at.worker, at.sweep, replays, wakeUps, settings).run(stop.signal);
    try {
      await work();
    } finally {
      stop.abort();
      await running;
    }
  }
});
