import { Controller, Param, Post } from '@nestjs/common';
import type { DomainEvent } from '../../src/kernel/domain-event.js';
import { AnyKey } from '../../src/platform/auth/access.js';
import { Database } from '../../src/platform/database/database.js';
import { isCrossed } from '../../src/platform/database/store-fault.js';
import { Consumers, type HeardEvent } from '../../src/platform/events/consumers.js';
import { EventReader } from '../../src/platform/events/event-reader.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { OneTransaction } from '../../src/platform/http/one-transaction.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

const about = (subject: string, type = 'theatre.seat.sold'): DomainEvent => ({ type, subject, data: {} });

/** Sells seats: whoever is slow has begun to write when the other one has not yet come. */
@Controller('seats')
class Box {
  static begun: PromiseWithResolvers<void>;
  static goOn: PromiseWithResolvers<void>;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  @Post(':id/sales/:guest')
  @AnyKey()
  @OneTransaction()
  async sell(@Param('id') id: string, @Param('guest') guest: string): Promise<object> {
    await this.database.query('insert into sale values ($1)', [guest]);
    if (guest === 'slow') Box.begun.resolve();
    if (guest === 'slow') await Box.goOn.promise;
    await this.outbox.record(about(`seat:${id}`));
    return { guest };
  }
}

/** Two transactions at once need two connections; an embedded store has one. */
const describeOnPostgres = process.env['TEST_DATABASE_URL'] ? describe : describe.skip;

describeOnPostgres('what is told by transactions that run side by side', () => {
  let store: TestDatabase;
  let app: TinyApp;
  let heard: string[];

  beforeEach(async () => {
    store = await startDatabase();
    await store.database.query('create table sale (guest text primary key)');
    [Box.begun, Box.goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    app = await tinyApp({ database: store.database, controllers: [Box], imports: [EventsModule] });
    heard = [];
    listen('listener', '*', async (events) => void heard.push(...events.map(({ subject }) => subject)));
  });
  afterEach(async () => {
    await app?.close();
    await store?.close();
  });

  const listen = (name: string, type: string, hear: (events: readonly HeardEvent[]) => Promise<void>) =>
    app.nest.get(Consumers).register({ name, types: [type], projection: false, hear });
  const record = (subject: string, type?: string) => app.nest.get(Outbox).record(about(subject, type));
  const tell = (subject: string, type?: string) => store.database.transaction(() => record(subject, type));
  const drain = () => app.nest.get(EventReader).drain();

  /** A transaction that has begun to write and stays open. */
  function begun(work: () => Promise<void>): { finish: () => Promise<void>; readonly begun: Promise<void> } {
    const [writing, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const done = store.database.transaction(async () => {
      await store.database.query('select pg_current_xact_id()');
      await work();
      writing.resolve();
      await going.promise;
    });
    done.catch(writing.reject);
    return {
      begun: writing.promise,
      finish: () => {
        going.resolve();
        return done;
      },
    };
  }

  const numbered = () =>
    store.database.query<{ subject: string; seq: string }>(
      'select subject, seq::text as seq from platform_event order by seq',
    );

  it('is heard when all that began before has ended: what commits late is not passed over', async () => {
    const slow = begun(() => store.database.savepoint(() => record('seat:A')));
    await slow.begun;
    await tell('seat:B');
    await drain();
    expect(heard).toEqual([]);

    await slow.finish();
    await until(async () => (await drain()) === 0 && heard.length === 2, 30_000);
    expect(heard).toEqual(['seat:A', 'seat:B']);
  });

  it('would be missed by who reads on from the last number: the check above can fail', async () => {
    const slow = begun(() => store.database.savepoint(() => record('seat:A')));
    await slow.begun;
    await tell('seat:B');
    const last = (await numbered()).at(-1);
    expect(last?.subject).toBe('seat:B');

    await slow.finish();
    const next = await store.database.query('select subject from platform_event where seq > $1', [last?.seq]);
    expect(next).toEqual([]);
  });

  /** What begins to write, and tells only when somebody else has told of the same: overtaken, as often as it is said to be. */
  function slow(subject: string, times: number) {
    const tries = { count: 0 };
    const work = async (): Promise<void> => {
      tries.count += 1;
      await store.database.query('select pg_current_xact_id()');
      if (tries.count <= times) await Database.detached(() => tell(subject));
      await record(subject);
    };
    return { tries, work };
  }
  const parked = () => store.database.query('select event_id from platform_parked_event');

  it('of one subject is never heard before what was told earlier: who was overtaken begins anew', async () => {
    await tell('seat:A');
    const { tries, work } = slow('seat:A', 2);
    let told = 0;
    await store.database.transaction(async () => {
      store.database.afterCommit(() => (told += 1));
      await work();
    });

    expect([tries.count, told]).toEqual([3, 1]);
    await until(async () => (await drain()) === 0 && heard.length === 4, 30_000);
    const [last] = await store.database.query<{ is_last: boolean }>(
      'select tx = max(tx) over () as is_last from platform_event order by sequence desc limit 1',
    );
    expect(last).toEqual({ is_last: true });
  });

  it('is given up when it is overtaken each time', async () => {
    await tell('seat:A');
    const { tries, work } = slow('seat:A', Infinity);

    const refused = await store.database.transaction(work).catch((error: unknown) => error);
    expect([tries.count, isCrossed(refused)]).toEqual([5, true]);
    expect(await numbered()).toHaveLength(1 + tries.count);
  });

  it('is what a consumer tells as well: overtaken, it hears its batch once more, and parks nothing', async () => {
    const { tries, work } = slow('seat:A', 2);
    listen('seller', 'theatre.door.opened', work);
    await tell('seat:A');
    await tell('door:1', 'theatre.door.opened');
    await until(async () => (await drain()) === 0 && tries.count > 0, 30_000);

    expect([tries.count, await parked()]).toEqual([3, []]);
    expect(await numbered()).toHaveLength(1 + 1 + 2 + 1);
  });

  it('is what a consumer tells of one event by itself: overtaken there, it parks nothing either', async () => {
    const { tries, work } = slow('seat:A', 1);
    listen('seller', 'theatre.door.opened', async (events) => {
      if (events.length > 1) throw new TypeError('takes one at a time');
      await work();
    });
    await tell('seat:A');
    await store.database.transaction(() =>
      app.nest.get(Outbox).record(about('door:1', 'theatre.door.opened'), about('door:2', 'theatre.door.opened')),
    );
    await until(async () => (await drain()) === 0 && tries.count > 0, 30_000);

    expect([tries.count, await parked()]).toEqual([3, []]);
    expect(await numbered()).toHaveLength(1 + 2 + 1 + 2);
  });

  it('by two requests at once is told by both: neither is refused, and each is done once', async () => {
    const key = await app.key();
    const sell = (guest: string) =>
      app.post(`/api/v1/seats/A/sales/${guest}`, {}, { authorization: `Bearer ${key}`, 'idempotency-key': guest });
    await tell('seat:A');
    const slowOne = sell('slow');
    await Promise.race([Box.begun.promise, slowOne]);
    const quickOne = await sell('quick');
    Box.goOn.resolve();
    const answers = [quickOne, await slowOne];

    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await (await sell('slow')).json()).toEqual({ guest: 'slow' });
    expect(await numbered()).toHaveLength(3);
    expect(await store.database.query('select guest from sale order by guest')).toEqual([
      { guest: 'quick' },
      { guest: 'slow' },
    ]);
  });
});
