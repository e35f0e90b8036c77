import { shadowReplay } from '../../src/cli/shadow/shadow-replay.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';

describe('a subscription that was made and ended in one instant', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    const business = new Business(app);
    const price = await business.price(29);
    const subscription = await business.subscription(await business.customer(), price);
    // Heard of as a new one, and taken back when its end is heard of.
    await app.settle();
    await business.put(`/subscriptions/${subscription.id}/cancellation`, { at: 'now' });
    await app.settle();
  });
  afterAll(() => app?.close());

  const books = () =>
    app.database.query(
      `select kind, weight, delta_minor::int as delta, reverses is not null as is_reversal
       from analytics_mrr_movement order by recorded_seq`,
    );
  const failing = async () => (await app.nest.get(Proofs, { strict: false }).run()).filter(({ ok }) => !ok);
  const movementsReplayed = async () => {
    const { tables } = await shadowReplay(app.nest, {});
    return tables.find(({ table }) => table === 'analytics_mrr_movement');
  };

  it('comes to nothing, and folded again where it stands it adds nothing', async () => {
    const before = await books();
    expect(before).toEqual([
      { kind: 'new', weight: 1, delta: 34800, is_reversal: false },
      { kind: 'new', weight: -1, delta: -34800, is_reversal: true },
    ]);

    const whenever = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    expect((await app.post('/api/v1/webhooks/replays', whenever)).status).toBe(201);
    await app.settle();
    await app.database.query(`insert into webhooks_refold (object_key) select distinct object_key from webhooks_inbox`);
    await app.settle();

    expect(await books()).toEqual(before);
    expect(await failing()).toEqual([]);
    expect(await movementsReplayed()).toMatchObject({ rows: 0, differences: [] });
  });

  it('would be seen if it were counted once more: by the proof and by the replay', async () => {
    await app.database.query(
      `insert into analytics_mrr_movement
       select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'recorded_seq', recorded_seq + 100,
         'movement_key', movement_key || 'x'))).* from analytics_mrr_movement m where weight = 1`,
    );

    expect((await failing()).map(({ name }) => name)).toContainEqual(expect.stringMatching(/^A6 /));
    expect(await movementsReplayed()).toMatchObject({ differences: [{ standing: '34800', rebuilt: null }] });
  });
});
