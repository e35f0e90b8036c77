import { minutes } from '../../src/kernel/clock.js';
import { POLICY_V1 } from '../../src/modules/analytics/policy.js';
import { from, item, monthly } from './support/history.js';
import { idOf, versioned } from './support/heard.js';
import { startAnalytics, type Analytics } from './support/start-analytics.js';

describe('history that arrives late', () => {
  let analytics: Analytics;

  beforeAll(async () => {
    analytics = await startAnalytics();
  });
  afterAll(() => analytics.close());

  const rows = (customer: string) =>
    analytics.database.query<{
      kind: string;
      delta_minor: string;
      weight: number;
      reverses: string | null;
      recorded_at: string;
    }>(
      `select kind, delta_minor, weight, reverses, recorded_at from analytics_mrr_movement where customer_id = $1 order by recorded_seq`,
      [idOf(customer)],
    );

  it('takes back only what was wrong and adds only what is new', async () => {
    const joined = from('2026-01-01', item(monthly(100)));
    await analytics.hear(versioned('ada', 'ada', [joined]));
    analytics.machine.advance(minutes(1));
    await analytics.hear(versioned('ada', 'ada', [joined, from('2026-06-01', item(monthly(150)))], 2));
    analytics.machine.advance(minutes(1));
    const raisedBefore = from('2026-03-01', item(monthly(120)));
    await analytics.hear(versioned('ada', 'ada', [joined, raisedBefore, from('2026-06-01', item(monthly(150)))], 3));

    expect(
      (await rows('ada')).map(({ kind, delta_minor, weight }) => [kind, Number(delta_minor) / 1200, weight]),
    ).toEqual([
      ['new', 100, 1],
      ['expansion', 50, 1],
      ['expansion', -50, -1],
      ['expansion', 20, 1],
      ['expansion', 30, 1],
    ]);
  });

  it('says nothing new when told the same again, or something older', async () => {
    const [first, second] = [from('2026-01-01', item(1200)), from('2026-02-01', item(2400))];
    await analytics.hear(versioned('bob', 'bob', [first, second], 2), versioned('bob', 'bob', [first], 1));
    const before = await rows('bob');

    await analytics.hear(versioned('bob', 'bob', [first], 1));
    await analytics.hear(versioned('bob', 'bob', [first, second], 3));

    expect(await rows('bob')).toEqual(before);
    expect(before).toHaveLength(2);
  });

  it('can be told, withdrawn and told again', async () => {
    const [first, second] = [from('2026-01-01', item(1200)), from('2026-02-01', item(2400))];
    await analytics.hear(versioned('cleo', 'cleo', [first, second], 1));
    await analytics.hear(versioned('cleo', 'cleo', [first], 2));
    await analytics.hear(versioned('cleo', 'cleo', [first, second], 3));

    expect((await rows('cleo')).map(({ delta_minor }) => Number(delta_minor))).toEqual([1200, 1200, -1200, 1200]);
  });

  it('follows a subscription that turns out to be somebody else’s', async () => {
    await analytics.hear(versioned('dot', 'lent', [from('2026-01-01', item(1200))], 1));
    await analytics.hear(versioned('eli', 'lent', [from('2026-01-01', item(1200))], 2));

    expect((await rows('dot')).map(({ delta_minor }) => Number(delta_minor))).toEqual([1200, -1200]);
    expect((await rows('eli')).map(({ delta_minor }) => Number(delta_minor))).toEqual([1200]);
  });

  it('dates each batch after the one before, even when the machine stands still', async () => {
    const instants = await analytics.database.query<{ instants: string }>(
      'select count(distinct recorded_at)::text as instants from analytics_mrr_movement',
    );
    expect(Number(instants[0]?.instants)).toBe(9);
  });

  it('is judged by the policy that was seeded, which is the one the code knows', async () => {
    expect(await analytics.knowledge.policy()).toEqual(POLICY_V1);
  });

  it.each([
    'update analytics_mrr_movement set delta_minor = 0',
    'delete from analytics_mrr_movement',
    'truncate analytics_mrr_movement',
  ])('refuses to change what was written: %s', async (sql) => {
    await expect(analytics.database.query(sql)).rejects.toThrow('only ever added to');
  });
});
