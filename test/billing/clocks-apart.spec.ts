import { createApp } from '../../src/app.js';
import { Sandbox } from '../../src/integrations/stripe/index.js';
import { newEndpoint } from '../../src/integrations/stripe/sandbox/webhook-endpoints.js';
import { FrozenClock, minutes } from '../../src/kernel/clock.js';
import { Reconciliation } from '../../src/modules/billing/reconciliation/reconciliation.service.js';
import { ApiKeys } from '../../src/platform/auth/api-keys.js';
import { SCOPES } from '../../src/platform/auth/access.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { Readiness } from '../../src/platform/ops/readiness.js';
import { Worker } from '../../src/worker.js';
import { clientOf } from '../sandbox/business.js';
import { freshStore, startDatabase } from '../support/database.js';

type Json = Record<string, unknown> & { readonly id: string };

const THEIRS = new Date('2026-03-01T00:00:00Z');
const SECRET = 'whsec_forTheEngineInThisStory';

/** An engine in front of a provider that lives in another process, in effect, and whose clock is another. */
async function engineAheadBy(ahead: number) {
  const machine = new FrozenClock(new Date(THEIRS.getTime() + ahead), () => new Date(THEIRS.getTime() + ahead));
  const provider = await startDatabase();
  const { settings, drop } = await freshStore();
  const config = loadConfig({
    ...{ NODE_ENV: 'test', REVENUE_DATA_FOLDER: 'memory', LOG_LEVEL: 'silent', REVENUE_MODE: 'test' },
    ...{ STRIPE_SECRET_KEY: 'sk_test_another_process', STRIPE_WEBHOOK_SECRETS: SECRET },
  });
  const direct = globalThis.fetch;
  const sandbox = new Sandbox({ database: provider.database, wall: () => machine.wall(), seed: 'apart' });
  globalThis.fetch = (input, init) =>
    typeof input === 'string' && input.startsWith('https://api.stripe.com/')
      ? sandbox.fetch(input, init)
      : direct(input, init);
  await sandbox.startAt(THEIRS);
  const nest = await createApp({ config, database: settings, machine, backOffice: false });
  await nest.listen(0, '127.0.0.1');
  nest.get(Readiness).started();
  const url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
  const { key } = await nest.get(ApiKeys).create({ name: 'story', scopes: [...SCOPES] });
  const endpoint = { url: `${url}/webhooks/stripe`, enabledEvents: ['*'], secret: SECRET };
  await sandbox.doing(async (unit) => newEndpoint(unit, endpoint));
  return {
    sandbox,
    nest,
    stripe: clientOf(sandbox),
    settle: async () => {
      await sandbox.deliver();
      await nest.get(Worker, { strict: false }).drain();
    },
    ask: async (method: string, path: string, body?: object): Promise<Json> => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const answer = await direct(`${url}/api/v1/revenue${path}`, {
        ...{ method, headers },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Json;
    },
    close: async () => {
      globalThis.fetch = direct;
      await nest.close();
      await Promise.all([provider.close(), drop()]);
    },
  };
}

describe.each([
  { what: 'ten minutes behind ours', ahead: minutes(10) },
  { what: 'ten minutes ahead of ours', ahead: -minutes(10) },
])("with the provider's clock $what", ({ ahead }) => {
  let engine: Awaited<ReturnType<typeof engineAheadBy>>;

  beforeAll(async () => {
    engine = await engineAheadBy(ahead);
  });
  afterAll(() => engine?.close());

  it('what is changed there after our call stays changed', async () => {
    const { stripe, sandbox, ask } = engine;
    const { id: customer_id } = await ask('POST', '/customers', { email: 'ada@example.com', name: 'Ada Ltd' });
    await ask('POST', `/customers/${customer_id}/payment-methods`, { payment_method_id: 'pm_card_visa' });
    const product = await ask('POST', '/products', { name: 'Starter' });
    const price = await ask('POST', '/prices', {
      product_id: product.id,
      amount: 29,
      currency: 'usd',
      interval: 'month',
    });
    const { id, provider_id } = await ask('POST', '/subscriptions', { customer_id, price_id: price.id });
    await engine.settle();

    await sandbox.advance({ by: 'PT70S' });
    await stripe.subscriptions.update(String(provider_id), { pause_collection: { behavior: 'void' } });
    await stripe.products.update(String((await stripe.products.list()).data[0]?.id), { name: 'Beginner' });
    await engine.settle();

    expect(await ask('GET', `/subscriptions/${id}`)).toMatchObject({ status: 'active', pause: 'void' });
    expect(await ask('GET', `/products/${product.id}`)).toMatchObject({ name: 'Beginner' });
  });

  it('money that moved there a moment ago, and was not told yet, is no difference of the balance', async () => {
    const { stripe, nest } = engine;
    const { id: customer } = await stripe.customers.create({ email: 'eve@example.com' });
    const { id: payment_method } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const how = { customer, payment_method, confirm: true, off_session: true };
    await stripe.paymentIntents.create({ amount: 1500, currency: 'usd', ...how });

    const { proof } = await nest.get(Reconciliation).run('money');

    expect(proof.sums).toContainEqual(expect.objectContaining({ of: 'balance', currency: 'usd' }));
    expect(proof.findings.filter(({ subject }) => subject === 'balance:usd')).toEqual([]);
    await engine.settle();
  });
});
