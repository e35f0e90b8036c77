import { register } from 'prom-client';
import { hours, minutes } from '../../src/kernel/clock.js';
import { Reconciliation } from '../../src/modules/billing/reconciliation/reconciliation.service.js';
import { JobRuns } from '../../src/platform/jobs/job-runs.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { ApiKeys } from '../../src/platform/auth/api-keys.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

interface Listed {
  readonly data: Json[];
}

/** What got lost on the way is found by comparing, put in, and can be looked at with its reason. */
describe('the provider’s books and ours', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterEach(() => app.sandbox.faults.clear());
  afterAll(() => app.close());

  const asked = async (path: string, body: object = {}): Promise<Json> => {
    const response = await app.post(`/api/v1/revenue${path}`, body);
    const { job_id } = (await response.json()) as Json;
    expect(response.status).toBe(202);
    await app.settle();
    return business.get(`/jobs/${String(job_id)}`);
  };
  const breaks = async (query: string): Promise<Json[]> =>
    ((await business.get(`/revenue/reconciliation/breaks?${query}`)) as unknown as Listed).data;

  it('are compared layer by layer each day: one that fails keeps no other, says why, and is tried again within the hour', async () => {
    const hourly = async () => {
      for (const { name } of app.nest.get(Jobs).repeated())
        if (name.startsWith('billing.reconciliation')) await app.nest.get(JobRuns).one(name, new Date());
    };
    const runs = async () =>
      ((await business.get('/revenue/reconciliation/runs')) as unknown as Listed).data
        .map(({ layer, error }) => [String(layer), error] as const)
        .toSorted(([a], [b]) => a.localeCompare(b));
    const metric = (name: string) => register.getSingleMetricAsString(name);
    expect(await metric('revenue_reconciliation_behind_seconds')).toContain('{layer="money"} +Inf');

    app.sandbox.faults.order('error_before', { times: 2, only: ['GET /v1/balance_transactions'] });
    await hourly();
    const others = [
      ['books', null],
      ['objects', null],
      ['payouts', null],
    ];
    expect(await runs()).toEqual([others[0], ['money', 'provider/unreachable'], others[1], others[2]]);
    expect(await metric('revenue_jobs_failures_total')).toContain('{job="billing.reconciliation.money"} 1');
    expect(await metric('revenue_reconciliation_behind_seconds')).toMatch(
      /layer="money"} \+Inf[^]*layer="payouts"} \d/,
    );

    await app.advance({ by: 'PT1H' });
    await hourly();
    expect((await runs()).filter(([layer]) => layer === 'money')).toEqual([
      ['money', null],
      ['money', 'provider/unreachable'],
    ]);
    await hourly();
    expect(await runs()).toHaveLength(5);

    await app.advance({ by: 'P1D' });
    await hourly();
    expect(await runs()).toHaveLength(9);
  });

  it('are compared to the end where a layer fails that was asked for with others', async () => {
    app.sandbox.faults.order('error_before', { times: 2, only: ['GET /v1/events'] });

    expect(await asked('/sync')).toMatchObject({
      status: 'failed',
      error: 'jobs/failed',
      progress: { failed: ['events'], objects_checked: expect.any(Number) },
    });
  });

  it('are compared for whoever runs the backend', async () => {
    const { key } = await app.nest.get(ApiKeys).create({ name: 'shop', preset: 'backend' });
    const answer = await app.post('/api/v1/revenue/sync', {}, { authorization: `Bearer ${key}` });

    expect(answer.status).toBe(202);
    await app.settle();
  });

  it('one dropped event opens a break, and is put in by the next look at the list of events', async () => {
    const customer = await business.customer();
    const { id } = await business.subscription(customer, await business.price(29));
    await app.settle();
    const { provider_id } = await business.get(`/revenue/subscriptions/${id}`);
    app.sandbox.faults.order('drop', { times: 1, only: ['customer.subscription.deleted'] });
    await app.stripe.subscriptions.cancel(String(provider_id));
    await app.advance({ by: 'PT10M' });
    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ status: 'active' });

    expect(await asked('/sync')).toMatchObject({
      status: 'done',
      result: { backfilled: 1, breaks_opened: 1, breaks_closed: 1, objects_checked: 3 },
    });

    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ status: 'canceled' });
    const [found] = await breaks('kind=missing_local');
    expect(found).toMatchObject({
      layer: 'events',
      status: 'closed',
      closed_by: 'backfill',
      theirs: { type: 'customer.subscription.deleted', object: provider_id },
    });
    const { data } = (await business.get('/webhooks/inbox?source=backfill')) as unknown as Listed;
    expect(data).toMatchObject([{ type: 'customer.subscription.deleted', status: 'done' }]);
    await app.sandbox.releaseDeliveries();
    await app.settle();
    expect(((await business.get('/webhooks/conflicts')) as unknown as Listed).data).toEqual([]);
  });

  it('one dropped event in the middle of a chain is refetched, and the history closes when it is put in', async () => {
    const customer = await business.customer();
    const { id } = await business.subscription(customer, await business.price(49));
    await app.settle();
    const { provider_id } = await business.get(`/revenue/subscriptions/${id}`);
    const [item] = (await app.stripe.subscriptions.retrieve(String(provider_id))).items.data;
    const seats = (quantity: number) =>
      app.stripe.subscriptions.update(String(provider_id), { items: [{ id: item?.id ?? '', quantity }] });
    app.sandbox.faults.order('drop', { times: 1, only: ['customer.subscription.updated'] });
    await seats(2);
    await app.sandbox.deliver();
    await app.advance({ by: 'PT1M' });
    await seats(3);
    await app.advance({ by: 'PT10M' });

    const gaps = async () =>
      (
        (await business.get(
          `/webhooks/chain-breaks?object_key=stripe:self:subscription:${String(provider_id)}`,
        )) as unknown as Listed
      ).data;
    expect(await gaps()).toMatchObject([{ kind: 'gap', closed_by: 'equal' }]);
    const { data } = (await business.get('/webhooks/inbox?source=refetch')) as unknown as Listed;
    expect(data.map(({ object_key }) => object_key)).toContain(`stripe:self:subscription:${String(provider_id)}`);

    expect(await asked('/sync')).toMatchObject({ result: { backfilled: 1 } });

    expect((await gaps()).map(({ closed_at }) => closed_at)).not.toContain(null);
    const versions = (await business.get(`/revenue/subscriptions/${id}/versions`)) as unknown as Listed;
    const quantities = versions.data.map((one) => (one['items'] as Json[])[0]?.['quantity']);
    expect([...new Set(quantities)]).toEqual([1, 2, 3]);
  });

  it('a customer who was deleted and a price that is not sold any more are found though nobody told us', async () => {
    const customer = await business.customer();
    const price = await business.price(59);
    await app.settle();
    const { stripe_customer_id: theirs } = await business.get(`/revenue/customers/${customer}`);
    const { provider_id } = await business.get(`/revenue/prices/${price}`);
    app.sandbox.faults.order('drop', { times: 2, only: ['customer.deleted', 'price.updated'] });
    await app.stripe.customers.del(String(theirs));
    await app.stripe.prices.update(String(provider_id), { active: false });
    await app.advance({ by: 'PT10M' });

    await asked('/reconciliation/runs', { layers: ['objects'] });

    expect(await breaks('status=open&layer=objects')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subject: `customer:${theirs}`, ours: { deleted: false }, theirs: { deleted: true } }),
        expect.objectContaining({
          subject: `price:${provider_id}`,
          theirs: expect.objectContaining({ active: false }),
        }),
      ]),
    );
    expect(await business.get(`/revenue/prices/${price}`)).toMatchObject({ active: false });
    expect(await business.get(`/revenue/customers/${customer}`)).toMatchObject({ stripe_customer_id: null });
    await app.advance({ by: 'P1D' });
    await asked('/reconciliation/runs', { layers: ['objects'] });
    expect(await breaks('status=open&layer=objects')).toEqual([]);
  });

  it('a movement that only we have is a matter of time for two days, and then a difference', async () => {
    await business.post('/payments', { customer_id: await business.customer(), amount: 17, currency: 'usd' });
    await app.settle();
    const [movement] = await app.database.query<{ id: string }>(
      'select provider_id as id from billing_balance_transaction where minor = 1700',
    );
    const subject = `balance_transaction:${movement?.id}`;
    // The provider's list is behind its own news.
    const show = (type: 'balance_transaction' | 'not listed yet') =>
      app.database.query('update stripe_sandbox.object set type = $1 where id = $2', [type, movement?.id]);
    const found = async (): Promise<Json[]> => {
      await asked('/reconciliation/runs', { layers: ['money'] });
      return (await breaks('layer=money')).filter((one) => one['subject'] === subject);
    };

    await show('not listed yet');
    await app.advance({ by: 'PT1H' });
    expect(await found()).toMatchObject([{ kind: 'timing', status: 'open' }]);
    await show('balance_transaction');
    expect(await found()).toMatchObject([{ kind: 'timing', status: 'closed', closed_by: 'equal' }]);

    await show('not listed yet');
    await app.advance({ by: 'P2D' });
    expect((await found()).filter(({ status }) => status === 'open')).toMatchObject([{ kind: 'missing_remote' }]);
    await show('balance_transaction');
    expect((await found()).filter(({ status }) => status === 'open')).toEqual([]);
    expect(await breaks('status=open')).toEqual([]);
  });

  it('a movement we never saw is fetched, one that differs by a cent stays a break until somebody explains it', async () => {
    await business.post('/payments', { customer_id: await business.customer(), amount: 97, currency: 'usd' });
    await app.settle();
    await app.database.query(
      `update billing_balance_transaction set fee_minor = fee_minor + 1, net_minor = net_minor - 1 where minor = 9700`,
    );

    const { result } = await asked('/reconciliation/runs', { layers: ['money'] });

    const [run] = (result as { runs: string[] }).runs;
    const open = await breaks('status=open');
    expect(open.map(({ kind, subject }) => [kind, String(subject).split(':')[0]])).toEqual(
      expect.arrayContaining([
        ['fee_differs', 'balance_transaction'],
        ['amount_differs', 'balance'],
      ]),
    );
    expect(open).toHaveLength(2);
    const shown = await business.get(`/revenue/reconciliation/runs/${run}`);
    expect(shown).toMatchObject({ layer: 'money', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await register.getSingleMetricAsString('revenue_reconciliation_breaks')).toContain('{kind="fee_differs"} 1');

    const fee = open.find(({ kind }) => kind === 'fee_differs');
    const explained = await business.put(`/reconciliation/breaks/${fee?.id}/resolution`, {
      status: 'explained',
      reason: 'A mirror was changed by hand.',
      owner: 'ada',
    });
    expect(explained).toMatchObject({ status: 'explained', owner: 'ada', reason: 'A mirror was changed by hand.' });

    await app.database.query(
      `update billing_balance_transaction set fee_minor = fee_minor - 1, net_minor = net_minor + 1 where minor = 9700`,
    );
    await asked('/reconciliation/runs', { layers: ['money'] });
    expect(await breaks('status=open')).toEqual([]);
    expect((await business.get(`/revenue/reconciliation/breaks?kind=fee_differs`)) as unknown as Listed).toMatchObject({
      data: [{ status: 'closed', closed_by: 'equal' }],
    });
  });

  it('what moves while the balance is compared is no difference', async () => {
    const customer = await app.stripe.customers.create({ email: 'ada@example.com' });
    const { id: payment_method } = await app.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const pay = async (): Promise<void> => {
      const how = { customer: customer.id, payment_method, confirm: true, off_session: true };
      await app.stripe.paymentIntents.create({ amount: 1500, currency: 'usd', ...how });
    };

    const run = await app.nest.get(Reconciliation).run('money', { compared: pay });

    expect(run.proof.findings).toEqual([]);
    expect(run.proof.sums.map(({ of }) => of)).not.toContain('balance');
    await app.settle();
    const after = await app.nest.get(Reconciliation).run('money');
    expect(after.proof.findings).toEqual([]);
    expect(after.proof.sums.map(({ of }) => of)).toContain('balance');
  });

  it('a look at the last minutes does not pass over the days before it, and the future cannot be asked for', async () => {
    const reconciliation = app.nest.get(Reconciliation);
    const regular = await reconciliation.run('events');
    app.sandbox.faults.order('drop', { times: 100, only: ['customer.created'] });
    await app.stripe.customers.create({ email: 'lost@example.com' });
    await app.advance({ by: 'P2D' });
    const now = app.sandbox.clock.now();
    const ago = (milliseconds: number): string => new Date(now.getTime() - milliseconds).toISOString();
    for (const window of [{ until: ago(-minutes(60)) }, { from: ago(minutes(1)), until: ago(minutes(2)) }]) {
      const refused = await app.post('/api/v1/revenue/reconciliation/runs', window);
      expect(await refused.json()).toMatchObject({ code: 'billing/window-not-past' });
    }
    await asked('/reconciliation/runs', { layers: ['events'], from: ago(minutes(30)) });

    const next = await reconciliation.run('events');

    expect(next.fromAt.getTime()).toBeLessThan(regular.untilAt.getTime());
    expect((await reconciliation.run('events')).fromAt.getTime()).toBe(next.untilAt.getTime() - hours(2));
  });

  it('a payout is the sum of what it took, with the provider and here, to the cent', async () => {
    await app.stripe.rawRequest('POST', '/_sandbox/payouts', { interval: 'daily' });
    await business.post('/payments', { customer_id: await business.customer(), amount: 123, currency: 'usd' });
    await app.advance({ by: 'P6D' });
    const look = async (): Promise<Json> => {
      const { result } = await asked('/reconciliation/runs', { layers: ['payouts'] });
      const [run] = (result as { runs: string[] }).runs;
      return business.get(`/revenue/reconciliation/runs/${run}`);
    };
    const { proof } = await look();
    expect(proof).toMatchObject({ findings: [], sums: [{ of: 'payout', currency: 'usd' }] });

    const slip = (cents: number) =>
      app.database.query('update billing_balance_transaction set net_minor = net_minor + $1 where minor = 12300', [
        cents,
      ]);
    await slip(1);
    await look();
    expect(await breaks('status=open&layer=payouts')).toMatchObject([
      { kind: 'payout_differs', subject: expect.stringMatching(/^payout:po_/) },
    ]);
    await slip(-1);
    await look();
    expect(await breaks('status=open&layer=payouts')).toEqual([]);
  });
});
