import { hold } from '../../src/cli/hold.js';
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

  it('says of a call that it is held, and will be made', async () => {
    const business = new Business(app);
    const customer_id = await business.customer();
    await said('set');
    const order = { customer_id, amount: 50, currency: 'usd' };
    const refused = await app.post('/api/v1/revenue/payments', order, { 'idempotency-key': 'once' });
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'provider/held' }]);

    await said('release', 'provider');
    const again = await app.post('/api/v1/revenue/payments', order, { 'idempotency-key': 'once' });
    expect(again.status).toBe(201);
    await app.settle();
    expect((await app.stripe.paymentIntents.list()).data).toHaveLength(1);
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

  it('is held channel by channel', async () => {
    await said('set', 'webhooks');
    expect(await said()).toMatch(/^webhooks: held, by cli .*\nprovider: sent, by cli /);
    expect(await said('release', 'webhooks')).toMatch(/^webhooks: sent, by cli .*\nprovider: sent, by cli /);
  });
});
