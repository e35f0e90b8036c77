import { Proofs } from '../../src/platform/ops/proofs.js';
import { booked, left, made } from '../chaos/support/counted.js';
import { textOf } from '../house/source.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business } from '../billing/business.js';

function pending(state: string, age: string, sinceHeld?: string): string {
  const held = sinceHeld === undefined ? 'null' : `now() - interval '${sinceHeld}'`;
  return `update billing_intent set state = '${state}', next_at = now(), planned_at = now() - interval '${age}', held_until = ${held}
    where operation = 'refund.create'`;
}

const ENDED = `update billing_intent set state = 'succeeded', next_at = null, planned_at = now() where operation = 'refund.create'`;

/** As by a process that died between what it had taken and what it had to do with it. */
function lost(rule: string): string[] {
  return [
    `alter table ledger_journal disable trigger user`,
    `update ledger_journal set rule = 'nothing' where rule = '${rule}'`,
  ];
}

/** As by two processes that did the same. */
function twice(rule: string): string[] {
  const columns = 'rule, rule_version, revision, effective_at, correlation_id';
  return [
    `alter table ledger_journal disable trigger user`,
    `insert into ledger_journal (id, posting_key, fact_provider, fact_kind, fact_id, ${columns})
     select gen_random_uuid(), posting_key || ':again', fact_provider, fact_kind, fact_id || ':again', ${columns}
     from ledger_journal where rule = '${rule}' limit 1`,
  ];
}

function lostOver(minor: number): string {
  return `
    insert into billing_dispute (id, provider_id, payment_id, charge_provider_id, status, reason, minor, currency,
      is_withdrawn, livemode, created_at)
    select gen_random_uuid(), 'du_1', payment_id, 'ch_1', 'lost', 'fraudulent', ${minor}, currency, true, false, now()
    from billing_refund`;
}

const TWO_CALLS = `
  insert into billing_intent (id, provider, operation, subject, params, params_hash, idempotency_key, generation, state,
    planned_at, next_at, result_ref, correlation_id)
  select gen_random_uuid(), provider, operation, subject, params, params_hash, 'another', generation, 'sent',
    now(), now(), result_ref, correlation_id from billing_intent where operation = 'refund.create'`;

/** Of the two payments one is told to nobody. */
const UNDELIVERED = [
  `delete from webhooks_attempt`,
  `delete from webhooks_delivery where id = (select id from webhooks_delivery order by id limit 1)`,
];

const PARKED = `
  insert into platform_parked_event (consumer, event_id, subject, attempts, next_at, last_error)
  select 'outbound', id, subject, 1, now(), 'no' from platform_event limit 1`;

const FORGOTTEN = `
  insert into customers_data_request (id, customer_id, kind, state, reason, asked_by, asked_at, evidence)
  select gen_random_uuid(), id, 'erasure', 'running', '', '', now(), '[]' from customers_customer limit 1`;

/** Each proof holds of an honest business, and fails of the same business with that one promise broken behind its back. */
describe('a broken promise is found:', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ env: { WEBHOOK_ALLOWED_SUBNETS: '127.0.0.0/8' } });
    const business = new Business(app);
    const endpoint = { url: 'https://127.0.0.1:9/nobody', event_types: ['billing.payment.captured'] };
    expect((await app.post('/api/v1/webhooks/endpoints', endpoint)).status).toBe(201);
    const customer_id = await business.customer();
    const { id } = await business.post('/payments', { customer_id, amount: 50, currency: 'usd' });
    await business.post(`/payments/${id}/refunds`, { amount: 20 });
    await business.subscription(customer_id, await business.price(29));
    await app.settle();
    await app.database.query(`update webhooks_endpoint set asked_since = asked_since - interval '1 hour'`);
    await app.database.query(SLOTS);
  });
  afterAll(() => app.close());

  const proof = async (id: string) => {
    const results = await app.nest.get(Proofs).run([id]);
    return {
      ok: results.every(({ ok }) => ok),
      checked: results.reduce((sum, { checked }) => sum + checked, 0),
      differences: results.flatMap(({ differences }) => differences),
    };
  };

  it.each([
    {
      id: 'I04',
      what: 'a body that is not the one that was received',
      breaks: `update webhooks_inbox set body_sha256 = sha256('another') where seq = (select min(seq) from webhooks_inbox)`,
      mends: `update webhooks_inbox set redacted_at = now() where seq = (select min(seq) from webhooks_inbox)`,
    },
    {
      id: 'I05',
      what: 'a refund larger than what was captured',
      breaks: `update billing_refund set minor = 5001`,
      mends: `update billing_refund set minor = 2000`,
    },
    {
      id: 'I05',
      what: 'a dispute lost over what was given back already',
      breaks: lostOver(3001),
      mends: `delete from billing_dispute`,
    },
    {
      id: 'I11',
      what: 'an event that is dead without a reason',
      breaks: `update webhooks_inbox set status = 'dead', last_error = null where seq = (select min(seq) from webhooks_inbox)`,
      mends: `update webhooks_inbox set status = 'done' where status = 'dead'`,
    },
    {
      id: 'I14',
      what: 'a consumer that stands where nothing was told',
      breaks: `update platform_consumer set tx = (tx::text::bigint + 1000)::text::xid8 where name = 'outbound'`,
      mends: `update platform_consumer set tx = (tx::text::bigint - 1000)::text::xid8 where name = 'outbound'`,
    },
    {
      id: 'I14',
      what: 'a subject of whose events one is gone',
      breaks: `update platform_event set sequence = sequence + 1 where seq = (select max(seq) from platform_event)`,
      mends: `update platform_event set sequence = sequence - 1 where seq = (select max(seq) from platform_event)`,
    },
    {
      id: 'I15',
      what: 'a delivery that nobody took and that is called taken',
      breaks: `update webhooks_delivery set status = 'succeeded' where id = (select id from webhooks_delivery order by id limit 1)`,
      mends: `update webhooks_delivery set status = 'pending' where status = 'succeeded'`,
    },
    {
      id: 'I19',
      what: 'a call that nobody will ever end',
      breaks: `update billing_intent set state = 'sent', next_at = null where operation = 'refund.create'`,
      mends: `update billing_intent set state = 'succeeded' where operation = 'refund.create'`,
    },
    {
      id: 'I19',
      what: 'a call that was sent, and tried for longer than can bring it to an end',
      breaks: pending('sent', '25 hours 1 minute'),
      mends: ENDED,
    },
    {
      id: 'I19',
      what: 'a call nobody could find out about while it could be found',
      breaks: pending('unknown', '25 hours 1 minute'),
      mends: ENDED,
    },
    {
      id: 'I19',
      what: 'a call that was held, and that nobody has looked at for longer than can bring it to an end',
      breaks: pending('planned', '27 hours', '25 hours 1 minute'),
      mends: ENDED,
    },
    {
      id: 'I19',
      what: 'an object that two calls have made',
      breaks: TWO_CALLS,
      mends: `delete from billing_intent where idempotency_key = 'another'`,
    },
    {
      id: 'I20',
      what: 'an amount that could be a fraction',
      breaks: `alter table billing_refund alter column minor type numeric`,
      mends: `alter table billing_refund alter column minor type bigint`,
    },
    {
      id: 'I20',
      what: 'a currency that there is not',
      breaks: `update billing_refund set currency = 'usx'`,
      mends: `update billing_refund set currency = 'usd'`,
    },
    {
      id: 'I21',
      what: 'an invoice whose lines come to less',
      breaks: `update billing_invoice_line set net_minor = net_minor - 1`,
      mends: `update billing_invoice_line set net_minor = net_minor + 1`,
    },
    {
      id: 'I25',
      what: 'a day that was done before the day before it',
      breaks: `update platform_slot set state = 'failed' where slot = '2020-01-01'`,
      mends: `update platform_slot set state = 'done' where slot = '2020-01-01'`,
    },
  ])('$id sees $what', async ({ id, breaks, mends }) => {
    expect(await proof(id)).toMatchObject({ ok: true, differences: [] });
    expect((await proof(id))?.checked).toBeGreaterThan(0);

    await app.database.query(breaks);
    const broken = await proof(id);
    await app.database.query(mends);

    expect([broken?.ok, broken?.differences.length]).toEqual([false, 1]);
  });

  it.each([
    { id: 'W3', what: 'an event that was lost on the way to an endpoint', broken: UNDELIVERED },
    {
      id: 'I14',
      what: 'an event that figures have passed and not taken',
      broken: [
        'alter table analytics_money_fact disable trigger user',
        `delete from analytics_money_fact where kind = 'refunded'`,
      ],
    },
    { id: 'I15', what: 'an event that is behind the cursor of deliveries and in none of them', broken: UNDELIVERED },
  ])('$id sees $what: none of the rest does', async ({ id, broken }) => {
    expect(await proof(id)).toMatchObject({ ok: true, differences: [] });

    expect((await after(broken, () => proof(id))).differences).toHaveLength(1);
  });

  it('W3 asks of no endpoint what was told before it asked for it, and of none that is gone', async () => {
    const younger = [...UNDELIVERED, `update webhooks_endpoint set asked_since = clock_timestamp()`];
    const gone = [...UNDELIVERED, `update webhooks_endpoint set deleted_at = now()`];

    expect(await after(younger, () => proof('W3'))).toMatchObject({ ok: true, checked: 0 });
    expect(await after(gone, () => proof('W3'))).toMatchObject({ ok: true, checked: 0 });
  });

  it('I05 lets be lost what was not given back', async () => {
    const held = await after([lostOver(3000)], () => proof('I05'));

    expect(held).toMatchObject({ ok: true, differences: [] });
  });

  it.each(['sent', 'unknown'])('I19 lets a call be that is %s and may still come to its end', async (state) => {
    await app.database.query(pending(state, '24 hours 59 minutes'));
    const young = await proof('I19');
    await app.database.query(ENDED);

    expect(young).toMatchObject({ ok: true, differences: [] });
  });

  /** What a fault could have done, done and taken back. */
  const after = <T>(broken: readonly string[], look: () => Promise<T>): Promise<T> =>
    app.database.rehearsal(async () => {
      for (const statement of broken) await app.database.query(statement);
      return look();
    });

  it.each([
    { what: 'a payment that was heard of and never booked', broken: lost('payment.received') },
    { what: 'a movement of the balance that was never booked', broken: lost('balance.charge') },
    { what: 'a refund that was booked twice', broken: twice('refund.sent') },
    { what: 'a payment that was booked twice', broken: twice('payment.received') },
  ])('the count against the provider’s own objects sees $what', async ({ broken }) => {
    const theirs = await made(app.stripe);
    expect(await booked(app.database)).toEqual(theirs);
    expect(theirs).toEqual({ charges: 2, refunds: 1, transactions: 3 });

    expect(await after(broken, () => booked(app.database))).not.toEqual(theirs);
  });

  it.each([
    { what: 'deliveries', broken: `update stripe_sandbox.delivery set state = 'pending' where state = 'delivered'` },
    { what: 'rows', broken: `update webhooks_inbox set status = 'waiting' where seq = 1` },
    { what: 'refolds', broken: `insert into webhooks_refold (object_key) values ('stripe:self:charge:ch_1')` },
    { what: 'fetches', broken: `insert into webhooks_refetch (object_key) values ('stripe:self:charge:ch_1')` },
    { what: 'calls', broken: pending('sent', '1 minute') },
    { what: 'unknown', broken: pending('unknown', '1 minute') },
    { what: 'dead', broken: `update webhooks_inbox set status = 'dead', last_error = 'no' where seq = 1` },
    { what: 'parked', broken: PARKED },
    { what: 'erasures', broken: FORGOTTEN },
    { what: 'readers', broken: `update platform_consumer set tx = '0', seq = 0 where name = 'outbound'` },
  ])('what is left to do sees $what', async ({ what, broken }) => {
    expect((await left(app.database))[what]).toBe(0);
    expect((await after([broken], () => left(app.database)))[what]).toBeGreaterThan(0);
  });
});

it('every proof that is registered has its twin in the table', async () => {
  const app = await startApp();
  const table = textOf('test/controls/README.md');
  const ids = app.nest
    .get(Proofs)
    .names()
    .map((name) => name.slice(0, name.indexOf(' ')));
  await app.close();

  expect(ids.filter((id) => !new RegExp(`^\\| [^\\n]*\\b${id}\\b`, 'm').test(table))).toEqual([]);
  expect(ids.length).toBeGreaterThan(15);
});

const SLOTS = `
  insert into platform_slot (job, slot, state, locked_until, finished_at)
  select 'a.daily-job', slot, 'done', now(), now() from unnest(array['2020-01-01', '2020-01-02']) as slot`;
