import { hold } from '../../src/cli/hold.js';
import { OutboundHold } from '../../src/platform/ops/outbound-hold.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business } from './business.js';

describe('an installation that was restored, and holds what would leave', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ env: { HOLD_OUTBOUND: 'true' } });
  });
  afterAll(() => app.close());

  async function said(...args: string[]): Promise<string> {
    const lines: string[] = [];
    const { log } = console;
    console.log = (line: unknown) => void lines.push(String(line));
    await hold(app.nest, args).finally(() => (console.log = log));
    return lines.join('\n');
  }
  const held = async () => {
    const { checks } = (await (await app.get('/health')).json()) as { checks: Record<string, { status: string }> };
    return checks['outbound']?.status;
  };
  const customers = async () => (await app.stripe.customers.list()).data.length;

  it('changes nothing at the provider until that is released, and then does what was asked for, once', async () => {
    const asked = await app.post('/api/v1/revenue/customers', { email: 'ada@example.com', name: 'Ada Ltd' });
    expect([asked.status, await asked.json()]).toMatchObject([201, { provider_status: 'pending' }]);
    await app.settle();
    expect([await customers(), await held()]).toEqual([0, 'degraded']);

    expect(await said('release', 'provider')).toMatch(/^webhooks: held\nprovider: sent, by cli since /);
    await app.database.query('update billing_intent set next_at = now() where next_at is not null');
    await app.settle();
    expect(await customers()).toBe(1);
  });

  it('takes no order meanwhile, and writes none down: asked for twice, it is carried out by neither', async () => {
    const business = new Business(app);
    const customer_id = await business.customer();
    await said('set');
    const order = { customer_id, amount: 50, currency: 'usd' };
    for (const headers of [{ 'idempotency-key': 'once' }, undefined]) {
      const refused = await app.post('/api/v1/revenue/payments', order, headers);
      expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'provider/changes-held' }]);
    }
    await said('release', 'provider');
    await app.settle();
    expect((await app.stripe.paymentIntents.list()).data).toEqual([]);
    const again = await app.post('/api/v1/revenue/payments', order, { 'idempotency-key': 'once' });
    expect(again.status).toBe(201);
    await app.settle();
    expect((await app.stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('says of what was cut off before that it is held, and brings it to its end afterwards', async () => {
    const business = new Business(app);
    const customer_id = await business.customer();
    app.sandbox.faults.order('error_before', { times: 20, only: ['POST /v1/payment_intents'] });
    const order = { customer_id, amount: 70, currency: 'usd' };
    const asked = () => app.post('/api/v1/revenue/payments', order, { 'idempotency-key': 'cut-off' });
    expect((await asked()).status).toBe(503);
    app.sandbox.faults.clear();
    await said('set');
    const refused = await asked();
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'provider/held' }]);

    await said('release', 'provider');
    expect((await asked()).status).toBe(201);
    const { data } = await app.stripe.paymentIntents.list();
    expect(data.filter(({ amount }) => amount === 7_000)).toHaveLength(1);
  });

  it('holds a copy of what was let go elsewhere, and does not forget across a start what was let go here', async () => {
    const hold = app.nest.get(OutboundHold);
    await said('set');
    await said('release', 'provider');
    await hold.begin();
    expect(await hold.isHeld('provider')).toBe(false);

    await app.database.query(`update platform_outbound_hold set released_in = 'folder /where/it/was/copied/from'`);
    expect(await hold.isHeld('provider')).toBe(true);
    expect(await said()).toMatch(/^webhooks: held.*\nprovider: held/);
    await hold.begin();
    expect(await said()).toMatch(/provider: held, by setting since /);
    await said('release', 'provider');
  });

  it('puts no card on file meanwhile, and says that it has to be asked for again', async () => {
    const business = new Business(app);
    const customer_id = await business.customer('');
    const path = `/api/v1/revenue/customers/${customer_id}/payment-methods`;
    await said('set');
    const refused = await app.post(path, { payment_method_id: 'pm_card_visa' });
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'provider/changes-held' }]);
    expect(await (await app.get(path)).json()).toEqual({ data: [] });

    await said('release', 'provider');
    expect((await app.post(path, { payment_method_id: 'pm_card_visa' })).status).toBe(201);
    expect(await (await app.get(path)).json()).toMatchObject({ data: [{ usual: true }] });
  });

  it('is not late with what it holds, however long, and has a day for it once released', async () => {
    const business = new Business(app);
    await said('set', 'provider');
    await business.customer('');
    const dayLater = async () => {
      await app.database.query(
        `update billing_intent set planned_at = planned_at - interval '26 hours', next_at = now() where next_at is not null`,
      );
      await app.settle();
    };
    const late = async () => (await app.nest.get(Proofs).run(['I19'])).flatMap(({ differences }) => differences);

    await dayLater();
    expect(await late()).toEqual([]);
    expect(await business.get('/revenue/intents?state=planned')).toMatchObject({
      data: [{ operation: 'customer.create', held_until: expect.any(String) }],
    });

    await app.database.query(`update billing_intent set held_until = held_until - interval '26 hours'`);
    expect(await late()).toMatchObject([{ operation: 'customer.create', state: 'planned' }]);
    await app.settle();
    await said('release', 'provider');
    await dayLater();
    expect(await late()).toEqual([]);
    expect(await business.get('/revenue/intents?state=planned')).toMatchObject({ data: [] });
  });

  it('is held channel by channel', async () => {
    await said('set', 'webhooks');
    expect(await said()).toMatch(/^webhooks: held, by cli .*\nprovider: sent, by cli /);
    expect(await said('release', 'webhooks')).toMatch(/^webhooks: sent, by cli .*\nprovider: sent, by cli /);
  });
});
