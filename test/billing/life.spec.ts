import { startApp, type TestApp } from '../support/app.js';
import { Business } from './business.js';

/** One business, lived through: a card that fails and recovers, a pause of collection, a pause of service, a trial. */
describe('the life of subscriptions', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp({ now: '2026-03-01T00:00:00Z' });
    business = new Business(app);
  });
  afterAll(() => app.close());

  /** Time jumps; what happened on the way is worked off there. */
  const to = async (day: string): Promise<void> => {
    await app.sandbox.advance({ to: new Date(`${day}T12:00:00Z`) });
    await app.settle();
  };
  const told = async (id: string): Promise<string[]> => {
    const rows = await app.database.query<{ type: string; on: string }>(
      `select type, to_char(occurred_at at time zone 'utc', 'MM-DD') as on from platform_event
       where subject = $1 and type <> 'billing.subscription.versioned' order by seq`,
      [`subscription:${id}`],
    );
    return rows.map(({ type, on }) => `${on} ${type.replace('billing.subscription.', '')}`);
  };
  const mrr = async (): Promise<number> =>
    (await business.get('/dashboard/overview'))['monthly_recurring_revenue'] as number;
  const provider = async (id: string): Promise<string> =>
    (await business.get(`/revenue/subscriptions/${id}`))['provider_id'] as string;

  it('goes through dunning to recovery, through pauses and out of a trial, and every turn is told', async () => {
    const customers = [];
    for (let n = 0; n < 4; n += 1) customers.push(await business.customer());
    const [failing = '', holiday = '', suspended = '', trial = ''] = customers;
    const [a, b, c] = [
      await business.subscription(failing, await business.price(10)),
      await business.subscription(holiday, await business.price(20)),
      await business.subscription(suspended, await business.price(40)),
    ];
    const d = await business.subscription(trial, await business.price(80), { trial_days: 40 });
    await business.post(`/customers/${failing}/payment-methods`, { payment_method_id: 'pm_card_chargeCustomerFail' });
    await app.advance({ by: 'PT6H' });
    await app.stripe.subscriptions.update(await provider(b.id), { pause_collection: { behavior: 'void' } });
    await app.stripe.subscriptions.pause(await provider(c.id));
    await to('2026-03-02');
    expect(await mrr()).toBe(10);

    await to('2026-04-05');
    expect(await business.get(`/revenue/subscriptions/${a.id}`)).toMatchObject({ status: 'past_due' });
    expect(await business.get(`/revenue/subscriptions/${c.id}`)).toMatchObject({ status: 'paused' });
    expect(await mrr()).toBe(10);

    await business.post(`/customers/${failing}/payment-methods`, { payment_method_id: 'pm_card_visa' });
    await app.stripe.subscriptions.update(await provider(b.id), { pause_collection: '' });
    await app.stripe.subscriptions.resume(await provider(c.id));
    await to('2026-04-08');
    await to('2026-04-12');

    expect(await mrr()).toBe(150);
    expect(await told(a.id)).toEqual(['03-01 started', '04-01 past-due', '04-08 recovered']);
    expect(await told(b.id)).toEqual(['03-01 started', '03-01 paused', '04-05 resumed']);
    expect(await told(c.id)).toEqual(['03-01 started', '03-01 paused', '04-05 resumed']);
    expect(await told(d.id)).toEqual(['03-01 trial-started', '04-07 trial-ending', '04-10 started']);
    const { data } = (await business.get('/analytics/movements?limit=50')) as unknown as {
      data: { kind: string; reason: string }[];
    };
    expect(data.map(({ kind, reason }) => `${kind}/${reason}`).toSorted()).toEqual([
      'contraction/pause',
      'contraction/pause',
      'expansion/resume',
      'expansion/resume',
      'new/signup',
      'new/signup',
      'new/signup',
      'new/trial_end',
    ]);
    expect(await business.balance('receivable')).toBe(0);
    expect(await business.balance('unapplied')).toBe(0);
  });

  it('changes by a schedule as if somebody had changed it', async () => {
    const customer = await business.customer();
    const { id } = await business.subscription(customer, await business.price(300));
    await app.settle();
    const before = await mrr();
    const cheap = await business.price(100);
    const { id: schedule, phases } = await app.stripe.subscriptionSchedules.create({
      from_subscription: await provider(id),
    });
    const { provider_id: price } = await business.get(`/revenue/prices/${cheap}`);
    const [first] = phases;
    await app.stripe.subscriptionSchedules.update(schedule, {
      phases: [
        {
          items: [{ price: first?.items[0]?.price as string }],
          start_date: first?.start_date,
          end_date: first?.end_date,
        },
        { items: [{ price: price as string }], duration: { interval: 'month' } },
      ],
    });
    await app.settle();
    expect(await mrr()).toBe(before);

    await to('2026-05-13');

    expect(await mrr()).toBe(before - 200);
    const states = await app.database.query<{ status: string; n: string }>(
      `select status, count(*)::text as n from webhooks_inbox where object_key like '%subscription_schedule%' group by status`,
    );
    expect(states).toEqual([{ status: 'skipped', n: expect.any(String) }]);
    const dead = await app.database.query(
      `select 1 from webhooks_inbox where status in ('dead', 'waiting', 'pending')`,
    );
    expect(dead).toEqual([]);
  });
});
