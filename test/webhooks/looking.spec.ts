import { FrozenClock } from '../../src/kernel/clock.js';
import { InboxWorker } from '../../src/modules/webhooks/inbox/inbox-worker.js';
import { ChainBreaks } from '../../src/modules/webhooks/order/chain-breaks.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { aThing, intakeApp, type IntakeApp } from './intake-app.js';

describe('the inbox, looked at over HTTP', () => {
  let store: TestDatabase;
  let app: IntakeApp;
  let reader: string;

  beforeAll(async () => {
    const now = new Date('2026-11-21T09:00:00Z');
    store = await startDatabase();
    app = await intakeApp(store.database, new FrozenClock(now, () => now));
    reader = await app.key('webhooks:read');
    for (const id of ['evt_a', 'evt_b', 'evt_c']) await app.deliver(aThing({ id, object: `th_${id}` }));
    await app.nest.get(InboxWorker).drain();
    await app.deliver('not an event');
    await app.deliver(aThing({ id: 'evt_a', thing: { other: true } }));
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  const get = async (path: string, key = reader) => {
    const answer = await app.fetch(`/api/v1/webhooks/${path}`, { headers: { authorization: `Bearer ${key}` } });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { data: object[] } };
  };

  it('lists events newest first, page by page, by what they are', async () => {
    const first = await get('inbox?limit=2&status=done');
    const cursor = String(first.body['next_cursor']);
    const second = await get(`inbox?limit=2&status=done&cursor=${encodeURIComponent(cursor)}`);

    expect([...first.body.data, ...second.body.data]).toMatchObject(
      ['evt_c', 'evt_b', 'evt_a'].map((provider_id) => ({ provider_id, status: 'done', next_try_at: null })),
    );
    expect((await get('inbox?object_key=stripe:self:thing:th_evt_b')).body.data).toHaveLength(1);
    expect((await get('inbox?mood=good')).status).toBe(422);
  });

  it('shows one by our id or the provider’s, and its body only to who may read bodies', async () => {
    const { body } = await get('inbox/evt_b');
    const raw = await get(`inbox/${String(body['id'])}`, await app.key('webhooks:read', 'webhooks:raw'));

    expect(body).toMatchObject({ provider_id: 'evt_b', outcome: { kind: 'done', changed: true } });
    expect(body).not.toHaveProperty('body');
    expect(raw.body).toMatchObject({ body: { id: 'evt_b', data: { object: { id: 'th_evt_b' } } } });
    expect((await get('inbox/evt_none')).status).toBe(404);
  });

  it('replays one, for a key that may', async () => {
    const replay = async (key: string) =>
      (await app.post('/api/v1/webhooks/inbox/evt_b/replay', {}, { authorization: `Bearer ${key}` })).status;

    expect(await replay(reader)).toBe(403);
    expect(await replay(await app.key('webhooks:replay'))).toBe(202);
    expect((await get('inbox/evt_b')).body).toMatchObject({ status: 'pending' });
    expect(await app.nest.get(InboxWorker).drain()).toBe(1);
    expect((await get('inbox/evt_b')).body).toMatchObject({ status: 'done' });
  });

  it('lists what was given up, what conflicts and what is missing', async () => {
    const at = new Date('2026-11-20T00:00:00Z');
    const gap = { kind: 'gap', eventId: 'evt_9', at, expected: 'aa', found: 'bb' } as const;
    await store.database.transaction(() =>
      app.nest.get(ChainBreaks).report(
        new Map([
          ['stripe:self:thing:open', [gap]],
          ['stripe:self:thing:closed', [{ ...gap, closedBy: 'equal' as const }]],
        ]),
      ),
    );

    expect((await get('dead-letters')).body.data).toMatchObject([{ status: 'dead', type: 'unreadable' }]);
    expect((await get('conflicts')).body.data).toMatchObject([{ provider_id: 'evt_a' }]);
    expect((await get('chain-breaks')).body.data).toHaveLength(2);
    expect((await get('chain-breaks?open=true')).body.data).toMatchObject([
      { object_key: 'stripe:self:thing:open', closed_by: null, provider_id: 'evt_9' },
    ]);
  });

  it('lists consumers with their lag and the types of events recorded', async () => {
    await store.database.query(`insert into platform_consumer (name) values ('slow')`);

    expect((await get('consumers')).body.data).toMatchObject([{ name: 'slow', behind: expect.any(Number) }]);
    expect((await get('event-types')).status).toBe(200);
  });

  it('shows nothing to strangers', async () => {
    expect((await app.fetch('/api/v1/webhooks/inbox')).status).toBe(401);
    expect((await get('inbox', await app.key('billing:read'))).status).toBe(403);
  });
});
