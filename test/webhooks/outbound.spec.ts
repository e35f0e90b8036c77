import { createHmac, randomUUID } from 'node:crypto';
import { Clock, days, hours, minutes, seconds } from '../../src/kernel/clock.js';
import { EndpointSecrets } from '../../src/modules/webhooks/outbound/endpoint-secrets.js';
import { OutboundLoop } from '../../src/modules/webhooks/outbound/outbound-loop.js';
import { Outgoing } from '../../src/modules/webhooks/outbound/outgoing.js';
import { OutboundMetrics } from '../../src/modules/webhooks/outbound/outbound.metrics.js';
import { Results } from '../../src/modules/webhooks/outbound/results.js';
import { lease } from '../../src/modules/webhooks/outbound/sending.queries.js';
import { Sender, type Message } from '../../src/modules/webhooks/outbound/sender.js';
import { OutboundHold } from '../../src/platform/ops/outbound-hold.js';
import type { RepeatedJob } from '../../src/platform/jobs/job.js';
import { RequestedJobs } from '../../src/platform/jobs/requested-jobs.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { WakeUps } from '../../src/platform/events/wake-ups.js';
import { OutgoingRequests } from '../../src/platform/http/outgoing/outgoing-requests.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { outboundApp, receiver, type OutboundApp, type Receiver } from './outbound-app.js';

describe('our events, sent to customers’ endpoints', () => {
  let store: TestDatabase;
  let app: OutboundApp;
  let customer: Receiver;
  let seat = 0;

  beforeAll(async () => {
    store = await startDatabase();
    app = await outboundApp(store.database);
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  beforeEach(async () => {
    customer = await receiver();
  });

  afterEach(async () => {
    for (const { id } of (await app.call('GET', 'endpoints')).body['data'] as { id: string }[])
      await app.call('DELETE', `endpoints/${id}`);
    await customer.close();
  });

  const aSeat = () => `S${(seat += 1)}`;
  const seats = () => customer.got.map(({ body }) => (body.data['seat'] as { id: string }).id);
  const firstDelivery = async (id: string) =>
    ((await app.call('GET', `endpoints/${id}/deliveries`)).body['data'] as { id: string; status: string }[])[0];

  it('arrive signed, named and in major units, and are shown with their attempt', async () => {
    const { id, secret } = await app.endpoint(customer.url);
    const sold = aSeat();
    await app.sold(sold);
    await app.deliver();

    const [got] = customer.got;
    expect(got?.body).toEqual({
      type: 'theatre.seat.sold',
      timestamp: '2026-11-21T09:00:00.000Z',
      data: { sequence: 1, seat: { id: sold, amount: 42, currency: 'usd' } },
    });
    expect(got?.signatures).toEqual([signature(secret, got)]);

    const delivery = await firstDelivery(id);
    expect((await app.call('GET', `deliveries/${delivery?.id}`)).body).toMatchObject({
      ...{ event_id: got?.id, status: 'succeeded', attempts: 1, last_status: 200, body: got?.body },
      tries: [{ status: 200, error: null }],
    });
  });

  it('come again under one id until they are taken, and whenever they are replayed', async () => {
    const { id } = await app.endpoint(customer.url);
    customer.answer({ status: 500, body: 'sorry' }, { status: 302, headers: { location: '/' } }, { status: 204 });
    await app.sold(aSeat());
    await app.deliver();
    expect(await app.deliver()).toBe(0);
    await app.later(seconds(6));
    await app.deliver();
    await app.later(minutes(6));
    await app.deliver();
    await app.call('POST', `deliveries/${(await firstDelivery(id))?.id}/replay`);
    await app.deliver();

    expect(customer.got).toHaveLength(4);
    expect(idsOf(customer)).toHaveLength(1);
    expect(new Set(customer.got.map(({ text }) => text)).size).toBe(1);
    expect(new Set(customer.got.map(({ timestamp }) => timestamp)).size).toBe(3);
    const { body } = await app.call('GET', `deliveries/${(await firstDelivery(id))?.id}`);
    expect((body['tries'] as object[]).map((one) => (one as { status: number }).status)).toEqual([204, 204, 302, 500]);
  });

  it('would be taken twice, were each attempt given an id of its own', async () => {
    const loop = forgetfulLoop(app, store);
    await app.endpoint(customer.url);
    customer.answer({ status: 500 }, { status: 200 });
    await app.sold(aSeat());
    await loop.drain();
    await app.later(seconds(6));
    await loop.drain();

    expect(idsOf(customer)).toHaveLength(2);
  });

  it('leave an endpoint alone that asks for it', async () => {
    await app.endpoint(customer.url);
    customer.answer({ status: 503, headers: { 'retry-after': '3600' } }, { status: 200 });
    await app.sold(aSeat());
    await app.deliver();
    await app.sold(aSeat());
    await app.later(minutes(59));
    expect(await app.deliver()).toBe(0);

    await app.later(minutes(2));
    await app.deliver();
    expect(customer.got).toHaveLength(3);
  });

  it('keep the order of a subject where it is asked for, and only there', async () => {
    const other = await receiver();
    await app.endpoint(customer.url, { ordering: 'strict' });
    await app.endpoint(other.url);
    for (const one of [customer, other]) one.answer({ status: 500 }, { status: 200 });
    const [first, second] = [aSeat(), aSeat()];
    // One after another: of those sent at the same time any may be the one that is refused.
    for (const some of [[first, first], [second]]) {
      await app.sold(...some);
      await app.deliver();
    }
    expect(sequences(customer)).toEqual(expect.arrayContaining([`${first} 1`, `${second} 1`]));
    expect(sequences(customer)).not.toContain(`${first} 2`);
    expect(sequences(other)).toContain(`${first} 2`);

    await app.later(seconds(6));
    await app.deliver();
    expect(sequences(customer).indexOf(`${first} 2`)).toBe(3);
    await other.close();
  });

  it('are signed with both secrets while one takes over from the other', async () => {
    const { id, secret } = await app.endpoint(customer.url);
    const { body } = await app.call('POST', `endpoints/${id}/rotate-secret`, { overlap_hours: 2 });
    await app.sold(aSeat());
    await app.deliver();
    await app.later(hours(3));
    await app.sold(aSeat());
    await app.deliver();

    const [both, one] = customer.got;
    expect(both?.signatures).toEqual([signature(String(body['secret']), both), signature(secret, both)]);
    expect(one?.signatures).toEqual([signature(String(body['secret']), one)]);
  });

  it('stop when the endpoint says it is gone; what it missed is kept and sent when asked for', async () => {
    const { id } = await app.endpoint(customer.url);
    customer.answer({ status: 410 }, { status: 200 });
    const [first, second] = [aSeat(), aSeat()];
    await app.sold(first);
    await app.deliver();
    await app.sold(second);
    await app.deliver();
    expect((await app.call('GET', `endpoints/${id}`)).body).toMatchObject({
      status: 'disabled',
      disabled_reason: 'gone',
    });
    expect((await app.call('POST', `endpoints/${id}/replay`, {})).body).toMatchObject({
      code: 'webhooks/endpoint-disabled',
    });
    expect(await recordedOf(id)).toEqual(['webhooks.endpoint.disabled']);

    await app.call('POST', `endpoints/${id}/enable`);
    const replay = { only_failed: true, event_types: ['theatre.seat.*'], from: '2020-01-01T00:00:00Z' };
    const { body } = await app.call('POST', `endpoints/${id}/replay`, replay);
    await app.nest.get(RequestedJobs).drain();
    expect((await jobOf(body))?.result).toEqual({ sent_again: 2 });
    await app.deliver();
    expect(seats().toSorted()).toEqual([first, first, second].toSorted());
    expect(idsOf(customer)).toHaveLength(2);
  });

  it('are all sent and written when their endpoint is deleted while they are on their way', async () => {
    const { id } = await app.endpoint(customer.url);
    await store.database.query(`update webhooks_endpoint set failing_since = '2026-01-01' where id = $1`, [id]);
    let release = () => {};
    const released = new Promise<void>((done) => (release = done));
    customer.answer(...Array.from({ length: 4 }, (_, n) => ({ status: n % 2 ? 410 : 500, after: released })));
    await app.sold(...Array.from({ length: 8 }, aSeat));
    const sending = app.deliver();
    while (customer.got.length < 4) await new Promise(setImmediate);
    await app.call('DELETE', `endpoints/${id}`);
    release();
    await sending;

    const written = await store.database.query(
      'select 1 from webhooks_attempt a join webhooks_delivery d on d.id = a.delivery_id where d.endpoint_id = $1',
      [id],
    );
    expect([customer.got.length, written.length]).toEqual([8, 8]);
  });

  it('tell of an endpoint that fails for a day, and give it up after five', async () => {
    const { id } = await app.endpoint(customer.url);
    customer.answer({ status: 500 });
    for (const wait of [0, hours(25), days(4)]) {
      await app.later(wait);
      await app.sold(aSeat());
      await app.deliver();
    }

    expect((await app.call('GET', `endpoints/${id}`)).body).toMatchObject({ disabled_reason: 'failing' });
    expect(await recordedOf(id)).toEqual(['webhooks.endpoint.failing', 'webhooks.endpoint.disabled']);
  });

  it('are thin where that is asked for, and where they would be too large', async () => {
    await app.endpoint(customer.url, { payload: 'thin' });
    const sold = aSeat();
    await app.sold(sold);
    await app.deliver();
    expect(customer.got[0]?.body.data).toEqual({ sequence: 1, seat: { id: sold } });

    const other = await receiver();
    await app.endpoint(other.url);
    const long = aSeat().padEnd(25_000, 'x');
    await app.sold(long);
    await app.deliver();
    expect(other.got[0]?.body.data).toEqual({ sequence: 1, seat: { id: long } });
    await other.close();
  });

  it('are sent once by two that send at the same time', async () => {
    await app.endpoint(customer.url);
    await app.sold(...Array.from({ length: 30 }, aSeat));
    await Promise.all([app.deliver(), loopWith(app, store, app.nest.get(Sender)).drain()]);

    expect(customer.got).toHaveLength(30);
    expect(idsOf(customer)).toHaveLength(30);
  });

  it('are leased to one of many that look at the same moment', async () => {
    const { id } = await app.endpoint(customer.url);
    for (let round = 0; round < 5; round += 1) {
      await app.sold(...Array.from({ length: 30 }, aSeat));
      const now = app.nest.get(Clock).wall();
      const leased = (await Promise.all(Array.from({ length: 8 }, () => lease(store.database, now, 12)))).flatMap(
        ({ leased: some }) => some,
      );
      await store.database.query('update webhooks_delivery set leased_until = null where endpoint_id = $1', [id]);

      expect(leased).toHaveLength(12);
    }
  });

  it('reach others while one endpoint does not answer', async () => {
    const other = await receiver();
    await app.endpoint(customer.url);
    await app.endpoint(other.url);
    let release = () => {};
    customer.answer({ status: 200, after: new Promise<void>((done) => (release = done)) });
    const stop = new AbortController();
    const running = app.loop.run(stop.signal);
    await app.sold(...Array.from({ length: 20 }, aSeat));
    while (other.got.length < 20) await new Promise(setImmediate);

    expect(customer.got).toHaveLength(4);
    release();
    while (customer.got.length < 20) await new Promise(setImmediate);
    stop.abort();
    await running;
    await other.close();
  });

  it('are written and sent again piece by piece, and kept for 30 days', async () => {
    const { id } = await app.endpoint(customer.url);
    await app.sold(...Array.from({ length: 110 }, aSeat));
    const made = () => store.database.query('select 1 from webhooks_delivery where endpoint_id = $1', [id]);
    expect(await made()).toHaveLength(110);
    await app.deliver();
    await store.database.query(COPIES, [id]);
    const { status, body } = await app.call('POST', `endpoints/${id}/replay`, {});
    expect([status, body['status']]).toEqual([202, 'running']);
    await app.nest.get(RequestedJobs).drain();
    expect(await jobOf(body)).toMatchObject({
      status: 'done',
      progress: { sent_again: 1000 },
      result: { sent_again: 1110 },
    });
    await store.database.query(`update webhooks_delivery set status = 'succeeded' where endpoint_id = $1`, [id]);
    const expire = () => (app.nest.get(Jobs).find('webhooks.expire-deliveries') as RepeatedJob).run();
    await app.later(days(20));
    await store.database.query(`update webhooks_delivery set created_at = $2 where endpoint_id = $1`, [
      ...[id, app.nest.get(Clock).wall()],
    ]);
    await expire();
    expect(await made()).toHaveLength(1110);
    await app.later(days(31));
    await expire();
    expect(await made()).toEqual([]);
  });

  const jobOf = (body: Record<string, unknown>) => app.nest.get(RequestedJobs).find(String(body['job_id']));

  const recordedOf = async (id: string) =>
    (
      await store.database.query<{ type: string }>(
        `select type from platform_event where subject = $1 order by sequence`,
        [`endpoint:${id}`],
      )
    ).map(({ type }) => type);
});

const COPIES = `
  insert into webhooks_delivery (id, endpoint_id, event_id, type, subject, sequence, body, status, next_at)
  select gen_random_uuid(), $1, gen_random_uuid(), 'theatre.seat.sold', 'seat:x', 1, '{}', 'failed', now() from generate_series(1, 1000)`;

function signature(secret: string, got: { id: string; timestamp: number; text: string } | undefined): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${got?.id}.${got?.timestamp}.${got?.text}`).digest('base64')}`;
}

function idsOf({ got }: Receiver): string[] {
  return [...new Set(got.map(({ id }) => id))];
}

function sequences({ got }: Receiver): string[] {
  return got.map(({ body }) => `${(body.data['seat'] as { id: string }).id} ${String(body.data['sequence'])}`);
}

function loopWith({ nest }: OutboundApp, { database }: TestDatabase, sender: Sender): OutboundLoop {
  const outgoing = new Outgoing(
    database,
    nest.get(EndpointSecrets),
    sender,
    nest.get(Results),
    nest.get(OutboundMetrics),
  );
  return new OutboundLoop(outgoing, database, nest.get(Clock), nest.get(WakeUps), nest.get(OutboundHold));
}

function forgetfulLoop(app: OutboundApp, store: TestDatabase): OutboundLoop {
  class Forgetful extends Sender {
    override send(message: Message) {
      return super.send({ ...message, id: randomUUID() });
    }
  }
  return loopWith(app, store, new Forgetful(app.nest.get(OutgoingRequests), app.nest.get(Clock)));
}
