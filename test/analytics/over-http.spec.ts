import { startApp, type TestApp } from '../support/app.js';

interface Part {
  label: string;
  opens: string;
  amount: number;
}

describe('figures over HTTP', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ now: '2026-03-01T00:00:00Z' });
    const plan = await made('/api/v1/revenue/products', { name: 'Professional' });
    const monthly = await made('/api/v1/revenue/prices', {
      product_id: plan.id,
      amount: 97,
      currency: 'usd',
      interval: 'month',
    });
    for (const name of ['ada', 'bob']) {
      const { customer_id } = await made('/api/v1/revenue/customers', { email: `${name}@example.com`, name });
      await made(`/api/v1/revenue/customers/${customer_id}/payment-methods`, { payment_method_id: 'pm_card_visa' });
      await made('/api/v1/revenue/subscriptions', { customer_id, price_id: monthly.id });
    }
    await app.settle();
    await app.advance({ to: new Date('2026-04-15T00:00:00Z') });
  }, 120_000);
  afterAll(() => app.close());

  async function made(path: string, body: object): Promise<Record<string, string>> {
    const response = await app.post(path, body);
    const answer = (await response.json()) as Record<string, string>;
    expect({ path, status: response.status, answer }).toMatchObject({ status: 201 });
    return answer;
  }

  async function seen<T = Record<string, unknown>>(path: string, status = 200): Promise<T> {
    const response = await app.get(path);
    const answer = (await response.json()) as T;
    expect({ path, status: response.status, answer }).toMatchObject({ status });
    return answer;
  }

  it('have the members the overview promises', async () => {
    expect(await seen('/api/v1/dashboard/overview')).toMatchObject({
      total_revenue: 388,
      monthly_recurring_revenue: 194,
      growth_rate_30d: 0,
      annual_recurring_revenue: 2328,
      active_customers: 2,
      currency: 'usd',
    });
  });

  it.each(['/api/revenue', '/api/v1/revenue'])('have the members %s promises', async (path) => {
    const answer = await seen(path);
    expect(answer).toMatchObject({ mrr: 194, arr: 2328, customers: 2, total_revenue: 388, configured: false });
    expect(answer['timestamp']).toEqual(expect.stringMatching(/^2026-04-15T/));
    expect(answer['unconverted']).toEqual([]);
  });

  it.each(['/api/revenue', '/api/v1/revenue'])('refuse a parameter %s does not have', async (path) => {
    const answer = await seen<{ errors: object[] }>(`${path}?currency=eur`, 422);
    expect(answer.errors).toEqual([
      { pointer: '?currency', code: 'request/unknown-member', detail: 'There is no such member.' },
    ]);
  });

  it('open from the figure to the provider’s event', async () => {
    const { explanation } = await seen<{ explanation: { adds_up: boolean; parts: Part[] } }>(
      '/api/v1/analytics/metrics/mrr?explain=1',
    );
    expect(explanation.adds_up).toBe(true);
    expect(explanation.parts[0]).toMatchObject({ label: 'New: Professional', plan_name: 'Professional' });
    const { data } = await seen<{ data: { explain: string; amount: number; plan_name: string }[] }>(
      explanation.parts[0]?.opens ?? '',
    );
    expect(data.map(({ amount, plan_name: plan }) => [amount, plan])).toEqual([
      [97, 'Professional'],
      [97, 'Professional'],
    ]);
    const cause = await seen<{ cause: { inbox_event: string; provider_event_id: string }; subscription: object }>(
      data[0]?.explain ?? '',
    );
    expect(cause.cause.provider_event_id).toMatch(/^evt_/);
    await seen(cause.cause.inbox_event);
  });

  it('open from revenue to the journals', async () => {
    const { explanation } = await seen<{ explanation: { adds_up: boolean; parts: Part[] } }>(
      '/api/v1/analytics/metrics/total_revenue?explain=1',
    );
    expect(explanation.adds_up).toBe(true);
    expect(explanation.parts.map(({ label }) => label)).toEqual(['Captured: payment.received']);
    const { data } = await seen<{ data: { explain: string; kind: string }[] }>(explanation.parts[0]?.opens ?? '');
    expect(data.map(({ kind }) => kind)).toEqual(['captured', 'captured', 'captured', 'captured']);
    await seen(data[0]?.explain ?? '');
  });

  it('page through movements without a gap', async () => {
    const first = await seen<{ data: { id: string }[]; has_more: boolean; next_cursor: string }>(
      '/api/v1/analytics/movements?limit=1&kind=new',
    );
    expect(first.has_more).toBe(true);
    const second = await seen<{ data: { id: string }[] }>(
      `/api/v1/analytics/movements?limit=1&kind=new&cursor=${first.next_cursor}`,
    );
    expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(2);
  });

  it('hold with the books: every proof of figures is green', async () => {
    const { data } = await seen<{ data: { name: string; ok: boolean; checked: number; differences: unknown[] }[] }>(
      '/api/v1/analytics/proofs',
    );
    const own = data.filter(({ name }) => /^A\d /.test(name));
    expect(own).toHaveLength(4);
    for (const proof of own) expect(proof).toMatchObject({ ok: true, differences: [] });
    expect(own.every(({ checked }) => checked > 0)).toBe(true);
  });

  it('list their formulas, answer in series and in reports', async () => {
    const { data } = await seen<{ data: { name: string }[] }>('/api/v1/analytics/metrics');
    for (const { name } of data) await seen(`/api/v1/analytics/metrics/${name}`);
    const { series } = await seen<{ series: { value: number }[] }>(
      '/api/v1/analytics/metrics/mrr?from=2026-02-01&to=2026-05-01&granularity=month',
    );
    expect(series.map(({ value }) => value)).toEqual([0, 194, 194]);
    expect(await seen('/api/v1/analytics/bridge?from=2026-03-01&to=2026-04-01')).toMatchObject({
      total: { start: 0, new: 194, end: 194 },
    });
    expect(await seen('/api/v1/dashboard/revenue-metrics')).toMatchObject({ mrr: 194, arpa: 97 });
  });

  it.each([
    { path: 'metrics/happiness', status: 404, code: 'analytics/unknown-metric' },
    { path: 'metrics/mrr?known_at=2999-01-01', status: 422, code: 'analytics/known-at-in-future' },
    {
      path: 'metrics/mrr?from=1990-01-01&to=2026-01-01&granularity=day',
      status: 422,
      code: 'analytics/range-too-long',
    },
    { path: 'metrics/mrr?from=2026-02-01&to=2026-01-01', status: 422, code: 'analytics/bad-range' },
    { path: 'metrics/mrr?as_of=soon', status: 422, code: 'request/invalid' },
    { path: 'metrics/mrr?as_of=2999-01-01', status: 422, code: 'analytics/as-of-in-future' },
    { path: 'movements?currency=zzz', status: 422, code: 'request/invalid' },
    { path: 'metrics/mrr?colour=red', status: 422, code: 'request/invalid' },
    { path: 'movements/nothing', status: 404, code: 'analytics/movement-not-found' },
    { path: 'movements?kind=nothing', status: 422, code: 'request/invalid' },
  ])('refuse $path with $code', async ({ path, status, code }) => {
    expect(await seen(`/api/v1/analytics/${path}`, status)).toMatchObject({ code });
  });

  it('are not for keys without the scope', async () => {
    const key = await app.key('billing:read');
    const response = await app.get('/api/v1/dashboard/overview', { authorization: `Bearer ${key}` });
    expect(response.status).toBe(403);
  });

  it('stand as gauges', async () => {
    const text = await (await app.get('/metrics')).text();
    expect(text).toContain('subscription_mrr_dollars{currency="usd"} 194');
    expect(text).toContain('revenue_total_dollars{currency="usd"} 388');
  });
});
