import type { DomainEvent } from '../../src/kernel/domain-event.js';
import { isCrossed } from '../../src/platform/database/store-fault.js';
import { Consumers, type HeardEvent } from '../../src/platform/events/consumers.js';
import { EventReader } from '../../src/platform/events/event-reader.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

const about = (subject: string): DomainEvent => ({ type: 'theatre.seat.sold', subject, data: {} });

/** Two transactions at once need two connections; an embedded store has one. */
const describeOnPostgres = process.env['TEST_DATABASE_URL'] ? describe : describe.skip;

describeOnPostgres('what is told by transactions that run side by side', () => {
  let store: TestDatabase;
  let app: TinyApp;
  let heard: string[];

  beforeEach(async () => {
    store = await startDatabase();
    app = await tinyApp({ database: store.database, imports: [EventsModule] });
    heard = [];
    const hear = async (events: readonly HeardEvent[]) => void heard.push(...events.map(({ subject }) => subject));
    app.nest.get(Consumers).register({ name: 'listener', types: ['*'], projection: false, hear });
  });
  afterEach(async () => {
    await app?.close();
    await store?.close();
  });

  const record = (subject: string) => app.nest.get(Outbox).record(about(subject));
  const tell = (subject: string) => store.database.transaction(() => record(subject));
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

  it('of one subject is never heard before what was told earlier: who was overtaken begins anew', async () => {
    await tell('seat:A');
    const late = Promise.withResolvers<void>();
    const overtaken = store.database.transaction(async () => {
      await store.database.query('select pg_current_xact_id()');
      await late.promise;
      await record('seat:A');
    });
    await tell('seat:A');
    late.resolve();

    const refused = await overtaken.catch((error: unknown) => error);
    expect(isCrossed(refused)).toBe(true);
    expect(await numbered()).toHaveLength(2);
    await tell('seat:A');
    await until(async () => (await drain()) === 0 && heard.length === 3, 30_000);
  });
});
