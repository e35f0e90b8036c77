import { FrozenClock, minutes, seconds } from '../../src/kernel/clock.js';
import { InboxWorker } from '../../src/modules/webhooks/inbox/inbox-worker.js';
import { InboundSecrets } from '../../src/modules/webhooks/intake/inbound-secrets.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { aThing, bytesOf, intakeApp, SECRETS, signed, type IntakeApp } from './intake-app.js';

describe('the intake of provider events', () => {
  let store: TestDatabase;
  let app: IntakeApp;
  let now = new Date('2026-11-21T09:00:00Z');
  const clock = new FrozenClock(now, () => now);

  beforeAll(async () => {
    store = await startDatabase();
    app = await intakeApp(store.database, clock);
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  const rowOf = async (externalId: string) => {
    const [row] = await store.database.query<Record<string, unknown>>(
      `select status, outcome, object_key, secret_label, last_error, id from webhooks_inbox where external_id = $1`,
      [externalId],
    );
    return row;
  };
  const rows = async () =>
    Number((await store.database.query<{ n: string }>('select count(*)::text as n from webhooks_inbox'))[0]?.n);

  it.each(['/webhooks/stripe', '/api/v1/revenue/webhooks/stripe'])('takes a signed event at %s', async (path) => {
    const event = aThing();
    const answer = await app.deliver(event, { path });

    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
    expect(await rowOf(event.id)).toMatchObject({
      status: 'pending',
      object_key: 'stripe:self:thing:th_1',
      secret_label: 'env:1',
    });
  });

  it('keeps the very bytes that were signed, sealed', async () => {
    const body = `{ "id": "evt_bytes",\n  "type":"thing.changed", "created": 1772000000, "livemode": false,
      "data": {"object": {"object": "thing", "id": "th_Ünï", "note": "Ada"}} }`;
    await app.deliver(body);
    const [stored] = await store.database.query<{ body: Buffer }>(
      `select body from webhooks_body where seq = (select seq from webhooks_inbox where external_id = 'evt_bytes')`,
    );

    expect(stored?.body.includes('Ada')).toBe(false);
    expect(await app.nest.get(InboxWorker).drain()).toBeGreaterThan(0);
    expect(await rowOf('evt_bytes')).toMatchObject({ status: 'done' });
  });

  it.each(['the first', 'a later'])('files what is new beside %s repetition', async () => {
    const known = aThing();
    await app.deliver(known);
    const before = await rows();
    const answers = await Promise.all(
      [known, ...Array.from({ length: 10 }, () => aThing())].map((one) => app.deliver(one)),
    );
    const told = await Promise.all(answers.map((answer) => answer.json()));

    expect(told).toEqual([
      { received: true, duplicate: true },
      ...Array.from({ length: 10 }, () => ({ received: true })),
    ]);
    expect(await rows()).toBe(before + 10);
  });

  it('says a repetition is one, and files it once', async () => {
    const event = aThing();
    await app.deliver(event);
    const before = await rows();
    const answer = await app.deliver(event);

    expect([answer.status, await answer.json()]).toEqual([200, { received: true, duplicate: true }]);
    expect(await rows()).toBe(before);
  });

  it('keeps a second body under a known id beside the first, which stands', async () => {
    const event = aThing({ id: 'evt_conflict', thing: { size: 1 } });
    await app.deliver(event);
    for (let times = 0; times < 2; times += 1) {
      const answer = await app.deliver(aThing({ id: 'evt_conflict', thing: { size: 2 } }));
      expect(answer.status).toBe(200);
    }

    const conflicts = await store.database.query('select inbox_id from webhooks_conflict');
    expect(conflicts).toEqual([{ inbox_id: (await rowOf('evt_conflict'))?.['id'] }]);
  });

  it.each([
    {
      what: 'an unknown type',
      event: aThing({ more: { data: { object: { id: 'x', object: 'widget' } } } }),
      reason: 'unknown_type',
    },
    { what: 'another account', event: aThing({ more: { account: 'acct_other' } }), reason: 'other_account' },
    { what: 'the other mode', event: aThing({ more: { livemode: true } }), reason: 'other_mode' },
    {
      what: 'another API version',
      event: aThing({ more: { api_version: '2019-12-03' } }),
      reason: 'other_api_version',
    },
  ])('takes $what without a murmur, skipped with the reason', async ({ event, reason }) => {
    const answer = await app.deliver(event);

    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
    expect(await rowOf(event.id)).toMatchObject({ status: 'skipped', outcome: { reason } });
  });

  it('asks for the object of an event in another version, and of a thin one', async () => {
    await app.deliver(aThing({ object: 'th_old', more: { api_version: '2019-12-03' } }));
    await app.deliver({
      ...{ id: 'evt_thin', object: 'v2.core.event', type: 'v1.thing.counted', livemode: false },
      ...{
        created: '2026-11-21T08:00:00.000Z',
        related_object: { id: 'th_thin', type: 'thing', url: '/v1/things/th_thin' },
      },
    });
    const wanted = await store.database.query('select object_key from webhooks_refetch order by object_key');

    expect(wanted).toEqual(
      expect.arrayContaining([{ object_key: 'stripe:self:thing:th_old' }, { object_key: 'stripe:self:thing:th_thin' }]),
    );
    expect(await rowOf('evt_thin')).toMatchObject({ status: 'skipped', outcome: { reason: 'thin_event' } });
  });

  it.each([
    ['no JSON', Buffer.from('hello')],
    ['cut JSON', Buffer.from('{"id": "evt_cut", ')],
    ['invalid UTF-8', Buffer.concat([Buffer.from('{"id": "'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])],
    ['no id', Buffer.from('{"type": "thing.changed"}')],
    ['an id with a line break', bytesOf(aThing({ id: 'evt_\n' }))],
    ['a NUL in the id', bytesOf(aThing({ id: 'evt_\u0000' }))],
    ['no object', bytesOf({ id: 'evt_x', type: 'thing.changed', created: 1, data: {} })],
    ['a time of nobody', bytesOf(aThing({ more: { created: -5 } }))],
    ['an array', Buffer.from('[]')],
    ['depth', Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))],
  ])('keeps a signed body with %s as dead, under its hash', async (_, body) => {
    const answer = await app.deliver(body);
    const [row] = await store.database.query<{ status: string; external_id: string }>(
      `select status, external_id from webhooks_inbox order by seq desc limit 1`,
    );

    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
    expect(row).toMatchObject({ status: 'dead', external_id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
  });

  it('takes a body with a member called __proto__, and one of nearly a megabyte', async () => {
    const text = JSON.stringify(aThing({ id: 'evt_proto' })).replace('"object":"event"', '"__proto__":{"admin":true}');
    expect((await app.deliver(text)).status).toBe(200);
    const large = aThing({ id: 'evt_large', thing: { text: 'x'.repeat(1_000_000) } });
    expect((await app.deliver(large)).status).toBe(200);
    expect(await rowOf('evt_large')).toMatchObject({ status: 'pending' });
  });

  it('refuses what is too large before it is read', async () => {
    expect((await app.deliver(aThing({ thing: { text: 'x'.repeat(1_100_000) } }))).status).toBe(413);
  });

  it('has no endpoint for a provider without a secret', async () => {
    const answer = await app.deliver(aThing(), { path: '/webhooks/paypal' });

    expect([answer.status, (await answer.json()) as object]).toMatchObject([
      404,
      { code: 'webhooks/provider-not-configured' },
    ]);
  });

  describe('by signature', () => {
    const body = bytesOf(aThing({ id: 'evt_signed' }));
    const at = (offset: number) => new Date(now.getTime() + seconds(offset));
    const cases: [string, string | null, number][] = [
      ['the secret in use', signed(body, SECRETS[0], now), 200],
      ['the next secret, while both hold', signed(body, SECRETS[1], now), 200],
      ['a wrong secret', signed(body, 'whsec_wrong', now), 400],
      ['an empty secret', signed(body, '', now), 400],
      ['a secret of blanks', signed(body, ' ', now), 400],
      ['v0 only', signed(body, SECRETS[0], now, 'v0'), 400],
      [
        'two signatures, one right',
        `${signed(body, 'whsec_wrong', now)},${signed(body, SECRETS[0], now).split(',')[1]}`,
        200,
      ],
      ['another body', signed(bytesOf(aThing({ id: 'evt_other' })), SECRETS[0], now), 400],
      [
        'an altered time',
        signed(body, SECRETS[0], now).replace(/t=\d+/, `t=${Math.floor(now.getTime() / 1000) - 1}`),
        400,
      ],
      ['299 seconds ago', signed(body, SECRETS[0], at(-299)), 200],
      ['301 seconds ago', signed(body, SECRETS[0], at(-301)), 400],
      ['299 seconds ahead', signed(body, SECRETS[0], at(299)), 200],
      ['301 seconds ahead', signed(body, SECRETS[0], at(301)), 400],
      ['no time', signed(body, SECRETS[0], now).replace(/t=\d+,/, ''), 400],
      ['a word for a header', 'yes', 400],
      ['an empty header', '', 400],
      ['no header', null, 400],
    ];

    it.each(cases)('of %s', async (_, header, status) => {
      const answer = await app.deliver(body, { header });

      expect(answer.status).toBe(status);
      const { code, detail } = (await answer.json()) as { code?: string; detail?: string };
      expect(code).toBe(status === 400 ? 'webhooks/signature-invalid' : undefined);
      expect(detail ?? '').not.toMatch(/secret|whsec|v1|300/);
    });

    it('does not accept the body written anew', async () => {
      const spaced = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));

      expect((await app.deliver(spaced, { header: signed(body, SECRETS[0], now) })).status).toBe(400);
    });

    it('takes a secret that was just added, and no longer one that has ended', async () => {
      const secrets = app.nest.get(InboundSecrets);
      const roll = (label: string, secret: string, until: Date | null) =>
        secrets.add('stripe', { label, secret }, new Date(now.getTime() - minutes(5)), until);
      await roll('rolled in', 'whsec_rolledIn', null);
      await roll('rolled out', 'whsec_rolledOut', new Date(now.getTime() - minutes(1)));
      const event = aThing();

      expect((await app.deliver(event, { secret: 'whsec_rolledIn' })).status).toBe(200);
      expect(await rowOf(event.id)).toMatchObject({ secret_label: 'rolled in' });
      expect((await app.deliver(aThing(), { secret: 'whsec_rolledOut' })).status).toBe(400);
    });
  });

  it('limits refusals by address, and never what is validly signed', async () => {
    now = new Date(now.getTime() + minutes(2));
    const statuses: number[] = [];
    for (let n = 0; n < 62; n += 1) statuses.push((await app.deliver(aThing(), { header: 't=1,v1=00' })).status);

    expect(statuses.slice(0, 60).every((status) => status === 400)).toBe(true);
    expect(statuses.slice(60)).toEqual([429, 429]);
    expect((await app.deliver(aThing())).status).toBe(200);
  });

  it('files 50 deliveries of one event at once as one row, and answers each', async () => {
    const event = aThing({ id: 'evt_fifty' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.deliver(event)));
    const told = await Promise.all(answers.map((answer) => answer.json() as Promise<{ duplicate?: true }>));

    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(told.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await store.database.query(`select 1 from webhooks_inbox where external_id = 'evt_fifty'`)).toHaveLength(1);
  });

  it('turns the 301st delivery in flight away, to come again, and serves the others', async () => {
    const gate = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = store.database.transaction(async () => {
      await store.database.query('lock table webhooks_inbox in exclusive mode');
      held.resolve();
      await gate.promise;
    });
    await held.promise;
    const refused: Response[] = [];
    const sent = Array.from({ length: 310 }, async () => {
      const answer = await app.deliver(aThing());
      if (answer.status === 503) refused.push(answer);
      if (refused.length === 10) gate.resolve();
      return answer.status;
    });
    const statuses = await Promise.all(sent);
    await holding;

    expect(statuses.filter((status) => status === 200)).toHaveLength(300);
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(
      Array(10).fill(expect.stringMatching(/^\d+$/)),
    );
  });
});
