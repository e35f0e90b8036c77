import { FrozenClock } from '../../src/kernel/clock.js';
import { RangeReplays } from '../../src/modules/webhooks/inbox/range-replays.js';
import { InboxWorker } from '../../src/modules/webhooks/inbox/inbox-worker.js';
import { Folds } from '../../src/modules/webhooks/fold.js';
import { Consumers, type HeardEvent } from '../../src/platform/events/consumers.js';
import { EventReader } from '../../src/platform/events/event-reader.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { aThing, intakeApp, type IntakeApp } from './intake-app.js';
import { foldOf } from './support.js';

describe('what was given up', () => {
  let store: TestDatabase;
  let app: IntakeApp;
  let key: string;
  let now = new Date('2026-11-21T09:00:00Z');
  let broken = true;
  const clock = new FrozenClock(now, () => now);

  beforeAll(async () => {
    store = await startDatabase();
    app = await intakeApp(store.database, clock);
    key = await app.key('webhooks:read', 'webhooks:replay');
    app.nest.get(Folds).register(
      foldOf(['fragile'], async () => {
        if (broken) throw new TypeError('it broke');
        return { kind: 'done', changed: true };
      }),
    );
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  const call = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const answer = await app.fetch(`/api/v1/webhooks/${path}`, {
      ...{ method, headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: (text ? JSON.parse(text) : {}) as Record<string, unknown> & { data: never[] },
    };
  };

  /** Three events that were tried until they were given up. */
  const threeDead = async () => {
    for (const n of [1, 2, 3])
      await app.deliver(aThing({ id: `evt_f${n}`, thing: { object: 'fragile', id: `fr_${n}` } }));
    for (const _ of [1, 2, 3]) {
      await app.nest.get(InboxWorker).drain();
      await store.database.query(`update webhooks_inbox set next_at = now() where status = 'pending'`);
    }
  };
  const drain = async () => {
    while ((await app.nest.get(RangeReplays).goOn()) > 0);
    return app.nest.get(InboxWorker).drain();
  };
  const aDay = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

  it('is dismissed by somebody for a reason, and looked at no more', async () => {
    await threeDead();
    expect((await call('GET', 'stats')).body).toMatchObject({ dead_letters: 3, inbox: { pending: 0, waiting: 0 } });
    const { id } = (await call('GET', 'dead-letters')).body.data[0] as unknown as { id: string };

    expect((await call('PUT', `dead-letters/${id}/dismissal`, {})).status).toBe(422);
    expect((await call('PUT', `dead-letters/${id}/dismissal`, { reason: 'a test of ours' })).status).toBe(204);
    expect((await call('GET', 'dead-letters')).body.data).toHaveLength(2);
    expect((await call('GET', 'stats')).body).toMatchObject({ dead_letters: 2 });
    expect(await store.database.query('select reason, dismissed_by from webhooks_dismissal')).toEqual([
      { reason: 'a test of ours', dismissed_by: expect.stringMatching(/^key:/) },
    ]);
  });

  it('cannot be dismissed where it is not dead', async () => {
    await app.deliver(aThing({ id: 'evt_fine' }));
    await app.nest.get(InboxWorker).drain();
    const { id } = (await call('GET', 'inbox/evt_fine')).body as unknown as { id: string };

    expect((await call('PUT', `dead-letters/${id}/dismissal`, { reason: 'no reason' })).body).toMatchObject({
      ...{ status: 409, code: 'webhooks/not-dead' },
    });
  });

  it('is folded once more as a range, counted, behind what is live', async () => {
    broken = false;
    const started = await call('POST', 'replays', { ...aDay, status: ['dead'], provider: 'stripe' });
    expect(started).toMatchObject({ status: 201, body: { status: 'running', total: 3, replayed: 0 } });
    expect((await call('POST', 'replays', aDay)).body).toMatchObject({ status: 409, code: 'webhooks/replay-running' });

    expect(await drain()).toBe(3);
    expect((await call('GET', `replays/${String(started.body['id'])}`)).body).toMatchObject({
      ...{ status: 'done', replayed: 3, requested_by: expect.stringMatching(/^key:/) },
    });
    expect(
      await store.database.query(`select distinct status, lane from webhooks_inbox where object_key like '%fragile%'`),
    ).toEqual([{ status: 'done', lane: 1 }]);
    expect(await store.database.query('select from webhooks_dismissal')).toEqual([]);
  });

  it('is not replayed over a range that ends before it begins', async () => {
    const [from, to] = ['2026-11-22T00:00:00Z', '2026-11-21T00:00:00Z'];
    for (const range of [
      { from, to },
      { from, to: from },
    ]) {
      const refused = await call('POST', 'replays', range);
      expect(refused).toMatchObject({ status: 422, body: { code: 'webhooks/range-backwards' } });
    }
  });

  it('is left alone when the range is cancelled', async () => {
    const { body } = await call('POST', 'replays', { ...aDay, status: ['done'], types: ['thing.changed'] });
    const cancelled = await call('DELETE', `replays/${String(body['id'])}`);

    expect(cancelled.body).toMatchObject({ status: 'cancelled', replayed: 0 });
    expect(await drain()).toBe(0);
    expect((await call('GET', 'replays?status=cancelled')).body.data).toHaveLength(1);
  });

  it('stays set aside where it is not ours, whoever asks', async () => {
    const [test, other] = [
      aThing({ id: 'evt_other_mode', more: { livemode: true } }),
      aThing({ id: 'evt_other_account', more: { account: 'acct_other' } }),
    ];
    for (const one of [test, other]) await app.deliver(one);

    expect((await call('POST', 'inbox/evt_other_mode/replay')).body).toMatchObject({
      ...{ status: 409, code: 'webhooks/not-ours', reason: 'other_mode' },
    });
    const { body } = await call('POST', 'replays', { ...aDay, status: ['skipped'], types: ['thing.changed'] });
    expect(body).toMatchObject({ total: 0 });
    expect(await drain()).toBe(0);
    expect(
      await store.database.query(`select distinct status from webhooks_inbox where external_id like 'evt_other_%'`),
    ).toEqual([{ status: 'skipped' }]);
  });

  it('of our own events is tried again by the consumer that could not take it, in order', async () => {
    const heard: number[] = [];
    let deaf = true;
    app.nest.get(Consumers).register({
      ...{ name: 'listener', projection: false, types: ['webhooks.event.died'] },
      hear: async (events: readonly HeardEvent[]) => {
        if (deaf) throw new Error('too loud\nreally');
        heard.push(...events.map(({ sequence }) => sequence));
      },
    });
    const tell = { type: 'webhooks.event.died', subject: 'inbox:x', data: {} };
    await store.database.transaction(() => app.nest.get(Outbox).record(tell, tell));
    const reader = app.nest.get(EventReader);
    await reader.drain();
    const parked = (await call('GET', 'consumers/listener/parked')).body.data as {
      event_id: string;
      subject: string;
    }[];
    expect(parked.filter(({ subject }) => subject === 'inbox:x')).toMatchObject([
      { sequence: 1, error: 'Error: too loud' },
      { sequence: 2 },
    ]);

    deaf = false;
    const first = parked.find(({ subject }) => subject === 'inbox:x')?.event_id;
    expect((await call('POST', `consumers/listener/parked/${first}/replay`)).body).toEqual({ count: 2 });
    await reader.drain();
    expect(heard).toEqual([1, 2]);
    expect((await call('POST', `consumers/listener/parked/${first}/replay`)).status).toBe(404);
  });

  it('of our own events is heard once by processes that try it again at the same time', async () => {
    const heard: string[] = [];
    let deaf = true;
    app.nest.get(Consumers).register({
      ...{ name: 'late-listener', projection: false, types: ['theatre.played'] },
      hear: async (events: readonly HeardEvent[]) => {
        if (deaf) throw new Error('too loud');
        heard.push(...events.map(({ subject }) => subject));
      },
    });
    const evenings = Array.from({ length: 60 }, (_, n) => `evening:${n}`);
    await store.database.transaction(() =>
      app.nest.get(Outbox).record(...evenings.map((subject) => ({ type: 'theatre.played', subject, data: {} }))),
    );
    const processes = [1, 2, 3, 4].map(() => new EventReader(store.database, app.nest.get(Consumers), clock));
    await processes[0]?.drain();

    deaf = false;
    now = new Date(now.getTime() + 60_000);
    await Promise.all(processes.map((process) => process.drain()));
    expect(heard.toSorted()).toEqual(evenings.toSorted());
  });

  it('counts as pending, by its age, while it waits to be tried again', async () => {
    broken = true;
    await app.deliver(aThing({ id: 'evt_later', thing: { object: 'fragile', id: 'fr_9' } }));
    await app.nest.get(InboxWorker).drain();
    await store.database.query(`update webhooks_inbox set received_at = received_at - interval '1 hour'`);

    const { oldest_pending: age } = (await call('GET', 'stats')).body;
    expect(age).toBeGreaterThanOrEqual(3600);
  });
});
