import { readFileSync } from 'node:fs';
import { PayPalCertificates } from '../../src/integrations/paypal/paypal-certificates.js';
import { FrozenClock } from '../../src/kernel/clock.js';
import { WebhooksModule } from '../../src/modules/webhooks/webhooks.module.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { tinyApp, type TinyApp } from '../platform/support/tiny-app.js';
import { startDatabase, type TestDatabase } from '../support/database.js';

interface Vector {
  readonly transmission_id: string;
  readonly transmission_time: string;
  readonly webhook_id: string;
  readonly auth_algo: string;
  readonly transmission_sig: string;
  readonly body: string;
}

/** Deliveries PayPal's sandbox really made, with the certificates it served then. */
const recorded = JSON.parse(readFileSync(new URL('paypal-deliveries.json', import.meta.url), 'utf8')) as {
  cert_url: string;
  certificates: string[];
  root: string;
  deliveries: [Vector, Vector];
};
const [sale, older] = recorded.deliveries;

describe('PayPal’s webhooks', () => {
  let store: TestDatabase;
  let app: TinyApp;
  let wall = new Date(sale.transmission_time);
  let served: { status: number; body: Buffer } | undefined;
  let fetched: string[] = [];
  /** Another for each test: what was fetched from one is kept. */
  let certificateUrl = '';
  let asked = 0;

  beforeAll(async () => {
    store = await startDatabase();
    app = await anApp(`${sale.webhook_id},OTHER12345,${older.webhook_id}`);
  });

  beforeEach(() => {
    wall = new Date(sale.transmission_time);
    served = { status: 200, body: Buffer.from(recorded.certificates.join('\n')) };
    fetched = [];
    certificateUrl = `${recorded.cert_url}-${(asked += 1)}`;
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  /** The network answers what PayPal's host served. */
  async function anApp(webhookIds: string): Promise<TinyApp> {
    const clock = new FrozenClock(wall, () => wall);
    const env = { PAYPAL_WEBHOOK_ID: webhookIds, PAYPAL_ENV: 'sandbox', PAYPAL_CA: recorded.root };
    const made = await tinyApp({ database: store.database, clock, env, imports: [EventsModule, WebhooksModule] });
    const network = async ({ url }: { url: string }) => {
      fetched.push(url);
      if (!served) throw new Error('ECONNREFUSED');
      return served;
    };
    Object.assign(made.nest.get(PayPalCertificates), { requests: { send: network } });
    return made;
  }

  const deliver = async (vector: Vector, changes: Record<string, string> = {}, to = app) => {
    const { body = vector.body, ...headers } = changes;
    const answer = await to.fetch('/webhooks/paypal', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'paypal-transmission-id': vector.transmission_id,
        'paypal-transmission-time': vector.transmission_time,
        'paypal-transmission-sig': vector.transmission_sig,
        'paypal-auth-algo': vector.auth_algo,
        'paypal-cert-url': certificateUrl,
        ...headers,
      },
      body,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('are believed when PayPal signed them for us, kept once, and left aside where we fold no such thing', async () => {
    expect(await deliver(sale)).toEqual({ status: 200, body: { received: true } });
    expect(await deliver(sale)).toEqual({ status: 200, body: { received: true, duplicate: true } });
    expect(fetched).toEqual([certificateUrl]);
    wall = new Date('2016-06-01T00:00:00Z');
    expect((await deliver(older)).status).toBe(200);

    const rows = await store.database.query(
      `select external_id, provider, type, status, outcome, secret_label from webhooks_inbox order by occurred_at desc`,
    );
    expect(rows).toMatchObject([
      {
        ...{
          external_id: 'WH-82L71649W50323023-5WC64761VS637831A',
          provider: 'paypal',
          type: 'PAYMENT.SALE.COMPLETED',
        },
        ...{ status: 'skipped', outcome: { reason: 'unknown_type' }, secret_label: sale.webhook_id },
      },
      { secret_label: older.webhook_id },
    ]);
  });

  it.each<{ what: string; changes: Record<string, string> }>([
    { what: 'a byte changed', changes: { body: sale.body.replace('COMPLETED', 'COMPLETEE') } },
    { what: 'another time', changes: { 'paypal-transmission-time': '2016-10-05T14:57:41Z' } },
    { what: 'another id', changes: { 'paypal-transmission-id': older.transmission_id } },
    { what: 'the signature of another', changes: { 'paypal-transmission-sig': older.transmission_sig } },
    { what: 'another algorithm', changes: { 'paypal-auth-algo': 'SHA1withRSA' } },
    { what: 'another host', changes: { 'paypal-cert-url': 'https://api.paypal.com.example/cert' } },
    { what: 'no TLS', changes: { 'paypal-cert-url': recorded.cert_url.replace('https', 'http') } },
    { what: 'another port', changes: { 'paypal-cert-url': 'https://api.paypal.com:8443/cert' } },
    { what: 'a name before the host', changes: { 'paypal-cert-url': 'https://api.paypal.com@evil.example/cert' } },
    { what: 'another path', changes: { 'paypal-cert-url': 'https://api.sandbox.paypal.com/v1/other/CERT-1' } },
    { what: 'a query', changes: { 'paypal-cert-url': `${recorded.cert_url}?1` } },
    { what: 'a time ahead', changes: { 'paypal-transmission-time': '2016-10-05T15:03:00Z' } },
  ])('are refused with $what', async ({ changes }) => {
    expect(await deliver(sale, changes)).toMatchObject({
      ...{ status: 400, body: { code: 'webhooks/signature-invalid' } },
    });
    expect(fetched.every((url) => url === certificateUrl)).toBe(true);
  });

  it('are refused when signed for somebody else’s webhook', async () => {
    const other = await anApp('5TR748995U920805P');

    expect((await deliver(sale, {}, other)).status).toBe(400);
    await other.close();
  });

  it('are refused once their certificate is over, and when it does not lead to a trusted root', async () => {
    wall = new Date('2026-11-21T09:00:00Z');
    expect((await deliver(sale)).status).toBe(400);

    wall = new Date(sale.transmission_time);
    certificateUrl += '-';
    served = { status: 200, body: Buffer.from(recorded.certificates[0] ?? '') };
    expect((await deliver(sale)).status).toBe(400);
  });

  it('are asked for again while the certificate cannot be had', async () => {
    served = undefined;
    expect(await deliver(sale)).toMatchObject({ status: 503, body: { code: 'webhooks/certificate-unavailable' } });
    served = { status: 500, body: Buffer.alloc(0) };
    expect((await deliver(sale)).status).toBe(503);
    expect(fetched).toHaveLength(1);
    wall = new Date(wall.getTime() + 6_000);
    expect((await deliver(sale)).status).toBe(503);
    expect(fetched).toHaveLength(2);
  });

  it('fetch a certificate once however many come together, and keep a good one among many bad addresses', async () => {
    await Promise.all([deliver(sale), deliver(sale), deliver(sale)]);
    expect(fetched).toEqual([certificateUrl]);
    served = { status: 200, body: Buffer.alloc(0) };
    for (let n = 0; n < 110; n += 1) await deliver(sale, { 'paypal-cert-url': `${recorded.cert_url}-bad-${n}` });

    fetched = [];
    expect((await deliver(sale)).status).toBe(200);
    expect(fetched).toEqual([]);
  });

  it('have no endpoint where none is configured', async () => {
    const clock = new FrozenClock(wall, () => wall);
    const without = await tinyApp({ database: store.database, clock, imports: [EventsModule, WebhooksModule] });

    expect(await deliver(sale, {}, without)).toMatchObject({ status: 404 });
    await without.close();
  });
});
