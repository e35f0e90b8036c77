import { idOf, journal, registered, versioned } from './support/heard.js';
import { from, item, monthly } from './support/history.js';
import { startAnalytics, type Analytics } from './support/start-analytics.js';

describe('proofs of the figures', () => {
  let analytics: Analytics;

  beforeEach(async () => {
    analytics = await startAnalytics();
    await analytics.hear(
      registered('ada'),
      versioned('ada', 'ada', [
        from('2026-01-05', item(monthly(100), { planId: 'bronze' })),
        from('2026-03-16', item(monthly(250), { planId: 'gold' })),
        from('2026-05-01', item(monthly(250), { planId: 'gold' }), { pause: 'void' }),
        from('2026-07-01', item(monthly(250), { planId: 'gold' })),
      ]),
      versioned('bob', 'bob', [
        from('2026-02-01', item(monthly(40)), { currency: 'eur' }),
        from('2026-09-15', [], { status: 'canceled' }),
      ]),
      journal({
        name: 'j1',
        rule: 'payment.received',
        at: '2026-10-05',
        sums: { 'clearing:payments': 100, unapplied: -100 },
      }),
      journal({
        name: 'j2',
        rule: 'balance.charge',
        at: '2026-10-06',
        sums: { stripe_balance: 97, 'fees:processing': 3, 'clearing:payments': -100 },
      }),
      journal({ name: 'j3', rule: 'refund.sent', at: '2026-10-08', sums: { unapplied: 20, 'clearing:refunds': -20 } }),
    );
    Object.assign(analytics.balances, { 'fees:processing': 300, 'clearing:refunds': -2000 });
  });
  afterEach(() => analytics.close());

  const resultOf = async (proof: string) => {
    const [result] = await analytics.proofs.run([proof]);
    return result;
  };

  it('all hold of an honest history, and have looked at something', async () => {
    for (const result of await analytics.proofs.run()) {
      expect(result).toMatchObject({ ok: true, differences: [] });
      expect(result.checked).toBeGreaterThan(0);
    }
    await analytics.light.run();
    expect(analytics.light.look()).toMatchObject({ light: 'green', failing: [] });
  });

  it('hold after history was told again, later and otherwise', async () => {
    await analytics.hear(versioned('bob', 'bob', [from('2026-02-03', item(monthly(45)), { currency: 'eur' })], 2));

    expect((await analytics.proofs.run()).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('A1 and A3 see a sum by day that nobody moved', async () => {
    await analytics.database.query(
      `update analytics_mrr_daily set delta_minor = delta_minor + 1 where kind = 'new' and currency = 'usd'`,
    );

    expect(await resultOf('A1')).toMatchObject({ ok: false });
    expect(await resultOf('A3')).toMatchObject({ ok: false, differences: [{ rolled_up: { kind: 'new' } }] });
    expect(await resultOf('A6')).toMatchObject({ ok: true });
  });

  it('A3 sees a day of money that is missing', async () => {
    await analytics.database.query(`delete from analytics_money_daily where kind = 'fee'`);

    expect(await resultOf('A3')).toMatchObject({
      ok: false,
      differences: [{ rolled_up: null, rows: { kind: 'fee' } }],
    });
  });

  it('A4 sees money the books do not have, and says in which account', async () => {
    analytics.balances['fees:processing'] = 301;

    expect(await resultOf('A4')).toMatchObject({
      ok: false,
      differences: [{ account: 'fees:processing usd', facts: 300, books: 301 }],
    });
  });

  it('A6 sees a movement nobody was told of, and whose it is', async () => {
    await analytics.database.query(
      `insert into analytics_mrr_movement
       select gen_random_uuid(), recorded_seq + 100, policy_version, customer_id, subscription_id, item_key, plan_id, interval,
              effective_at, recorded_at, kind, reason, currency, arr_before_minor, arr_after_minor, delta_minor, weight,
              leads_instant, active_change, paused_change, cause_event_id, provider_event_id, inbox_event_id, correlation_id,
              reverses, movement_key || 'x'
         from analytics_mrr_movement where kind = 'new' and currency = 'usd'`,
    );

    expect(await resultOf('A6')).toMatchObject({ ok: false, differences: [{ customer_id: idOf('ada') }] });
    expect(await resultOf('A3')).toMatchObject({ ok: false });
    await analytics.light.run();
    expect(analytics.light.look()).toMatchObject({ light: 'red', sentence: expect.stringContaining('A6') });
  });
});
