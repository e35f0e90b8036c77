import { BillingProofs } from '../../src/modules/billing/billing-proofs.js';
import { SlotProofs } from '../../src/platform/jobs/slot-proofs.js';
import { noneAmong } from '../../src/platform/ops/offenders.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { startDatabase, type TestDatabase } from '../support/database.js';

const SECONDS_ALLOWED = `select extract(epoch from current_setting('statement_timeout')::interval)::int as seconds`;

const CALLS = `
  insert into billing_intent (id, provider, operation, subject, params, params_hash, idempotency_key, generation, state,
    planned_at, result_ref, correlation_id)
  select gen_random_uuid(), 'stripe', 'refund.create', 's' || n, '{}', '', 'k' || n, 1, 'succeeded',
    now(), 're_' || n, gen_random_uuid() from generate_series(1, 20000) n`;

const DAYS = `
  insert into platform_slot (job, slot, state, locked_until, finished_at)
  select 'job ' || job, ('2016-01-01'::date + day)::text, 'done', now(), now()
  from generate_series(1, 20) job, generate_series(1, 3650) day`;

describe('a proof', () => {
  let store: TestDatabase;
  const proofs = new Proofs();

  beforeAll(async () => {
    store = await startDatabase();
    new BillingProofs(store.database, proofs).onModuleInit();
    new SlotProofs(store.database, proofs).onModuleInit();
  });
  afterAll(() => store?.close());

  it('gets the time it takes, where a request is cut off after a quarter of a minute', async () => {
    const proof = noneAmong(store.database, { rows: SECONDS_ALLOWED, offenders: 'select where false' });
    const before = await store.database.query(SECONDS_ALLOWED);

    expect(await proof({})).toMatchObject({ checked: 900 });
    expect(await store.database.query(SECONDS_ALLOWED)).toEqual(before);
  });

  // Compared each with each they are hundreds of millions of comparisons.
  it.each([
    { id: 'I19', of: 'twenty thousand calls', rows: CALLS, checked: 20_000 },
    { id: 'I25', of: 'ten years of twenty daily jobs', rows: DAYS, checked: 73_000 },
  ])('$id of $of is a matter of seconds', async ({ id, rows, checked }) => {
    await store.database.query(rows);
    const began = performance.now();

    expect(await proofs.run([id])).toMatchObject([{ ok: true, checked }]);
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});
