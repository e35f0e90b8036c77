import { startDatabase, type TestDatabase } from '../support/database.js';
import { OutboundHold } from '../../src/platform/ops/outbound-hold.js';
import { outboundApp, receiver, type OutboundApp } from './outbound-app.js';

describe('endpoints', () => {
  let store: TestDatabase;
  let app: OutboundApp;

  beforeAll(async () => {
    store = await startDatabase();
    app = await outboundApp(store.database);
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  it('show their secret once, keep it sealed, and change in part', async () => {
    const { id, secret } = await app.endpoint('https://example.com/hook', { description: 'shop' });
    const changed = await app.call('PATCH', `endpoints/${id}`, { ordering: 'strict', description: null });
    const [row] = await store.database.query<{ sealed: string }>('select sealed from webhooks_endpoint_secret');

    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(row?.sealed).toMatch(/^v1:/);
    expect(changed.body).toMatchObject({ ordering: 'strict', description: null, url: 'https://example.com/hook' });
    expect(JSON.stringify((await app.call('GET', 'endpoints')).body)).not.toContain('whsec_');
    expect((await app.call('DELETE', `endpoints/${id}`)).status).toBe(204);
    expect((await app.call('GET', `endpoints/${id}`)).status).toBe(404);
  });

  it('keep what is changed at the same time, and refuse to clear what cannot be', async () => {
    const { id } = await app.endpoint('https://example.com/hook');
    const changes = [{ description: 'shop' }, { ordering: 'strict' }, { payload: 'thin' }, { per_second: 5 }];
    await Promise.all(changes.map((one) => app.call('PATCH', `endpoints/${id}`, one)));
    expect((await app.call('GET', `endpoints/${id}`)).body).toMatchObject(Object.assign({}, ...changes) as object);

    const asked = { url: 'https://example.com/', event_types: ['*'] };
    const refused = [
      ...['url', 'event_types', 'ordering', 'payload', 'status'].map(
        (name) => ['PATCH', '', { [name]: null }] as const,
      ),
      ['POST', '/rotate-secret', { overlap_hours: null }] as const,
      ['POST', '/replay', { only_failed: null }] as const,
    ];
    for (const [method, path, body] of refused)
      expect((await app.call(method, `endpoints/${id}${path}`, body)).status).toBe(422);
    expect((await app.call('POST', 'endpoints', { ...asked, ordering: null })).status).toBe(422);
  });

  it('lie nowhere in clear with their secret, nor does a key, though an Idempotency-Key shows it again', async () => {
    const keyed = async (path: string, key: string, body: object) => {
      const headers = { authorization: `Bearer ${await caller}`, 'idempotency-key': key };
      const twice = [await app.post(path, body, headers), await app.post(path, body, headers)];
      return Promise.all(twice.map((answer) => answer.json() as Promise<{ id: string; secret: string; key: string }>));
    };
    const caller = app.key('webhooks:write');
    const asked = { url: 'https://example.com/hook', event_types: ['*'] };
    const [made, again] = await keyed('/api/v1/webhooks/endpoints', 'make', asked);
    const [turned] = await keyed(`/api/v1/webhooks/endpoints/${made?.id}/rotate-secret`, 'turn', {});
    const [rotated] = await keyed('/api/v1/api-keys/self/rotation', 'rotate', {});

    expect(again).toEqual(made);
    expect([made?.secret, turned?.secret, rotated?.key]).toEqual([
      ...[expect.stringMatching(/^whsec_/), expect.stringMatching(/^whsec_/), expect.stringMatching(/^rvn_/)],
    ]);
    const kept = await store.database.query<{ body: string }>('select body from platform_idempotency');
    expect(kept).toHaveLength(3);
    expect(JSON.stringify(kept)).not.toMatch(/whsec_|rvn_/);
  });

  it.each([
    { url: 'https://10.0.0.1/', rule: 'address' },
    { url: 'http://example.com/', rule: 'scheme' },
    { url: 'https://example.com:22/', rule: 'port' },
    { url: 'https://a:b@example.com/', rule: 'credentials' },
    { url: 'https://example.com/#x', rule: 'fragment' },
    { url: 'nowhere', rule: 'unreadable' },
  ])('are refused at $url, saying which rule: $rule', async ({ url, rule }) => {
    const { status, body } = await app.call('POST', 'endpoints', { url, event_types: ['*'] });

    expect([status, body['code'], body['rule']]).toEqual([422, 'webhooks/endpoint-url-refused', rule]);
  });

  it('are refused for events that nobody tells', async () => {
    const asked = { url: 'https://example.com/', event_types: ['theatre.seat.sold', 'theatre.seat.lost'] };

    expect((await app.call('POST', 'endpoints', asked)).body).toMatchObject({
      ...{ status: 422, code: 'webhooks/unknown-event-type', event_type: 'theatre.seat.lost' },
    });
    expect((await app.call('POST', 'endpoints', { ...asked, event_types: ['no spaces'] })).status).toBe(422);
  });

  it('are tried with an event of their own, and show what they answer', async () => {
    const customer = await receiver();
    const { id } = await app.endpoint(customer.url);
    customer.answer({ status: 418, body: 'I am a teapot' });
    const { body } = await app.call('POST', `endpoints/${id}/test`);
    await customer.close();

    expect(customer.got[0]?.body).toMatchObject({ type: 'engine.test', data: { endpoint: { id } } });
    expect(body).toMatchObject({ taken: false, status: 418, answer: 'I am a teapot', error: 'Answered 418.' });
    expect((await app.call('POST', `endpoints/${id}/test`)).body).toMatchObject({
      status: null,
      error: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('are fifty at most', async () => {
    const { body } = await app.call('GET', 'endpoints');
    const there = (body['data'] as object[]).length;
    for (let n = there; n < 50; n += 1) await app.endpoint('https://example.com/');

    expect(
      (await app.call('POST', 'endpoints', { url: 'https://example.com/', event_types: ['*'] })).body,
    ).toMatchObject({
      ...{ status: 409, code: 'webhooks/limit-reached', most: 50 },
    });
  });

  it('are sent nothing while outbound is held, and what waited once that is released', async () => {
    const held = await outboundApp(store.database, { HOLD_OUTBOUND: 'true' });
    const customer = await receiver();
    const [row] = (await app.call('GET', 'endpoints')).body['data'] as { id: string }[];
    await app.call('DELETE', `endpoints/${row?.id}`);
    const { id } = await held.endpoint(customer.url);
    await held.sold('H1');

    expect(await held.deliver()).toBe(0);
    expect((await held.call('POST', `endpoints/${id}/test`)).body).toMatchObject({
      code: 'webhooks/outbound-held',
    });
    expect(customer.got).toEqual([]);

    await held.nest.get(OutboundHold).release('webhooks', 'somebody');
    await held.deliver();
    await held.close();
    await customer.close();
    expect(customer.got).toHaveLength(1);
  });
});
