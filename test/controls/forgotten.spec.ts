import { Proofs } from '../../src/platform/ops/proofs.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business } from '../billing/business.js';

const FOUND_AGAIN = `
  insert into customers_address (id, person_id, kind, value, blind_index, alias_index, is_primary, added_at)
  select gen_random_uuid(), id, 'email', 'sealed', 'index', 'index', true, now()
  from customers_person where erased_at is not null`;

const KEPT_KEY = `
  insert into platform_vault_key (subject, wrapped)
  select 'person:' || id, 'sealed' from customers_person where erased_at is not null`;

const NOTED = `
  update customers_customer set metadata = '{"crm": "42"}'
  where person_id in (select id from customers_person where erased_at is not null)`;

describe('somebody who was forgotten', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    const business = new Business(app);
    await business.customer();
    const customer = await business.post('/customers', {
      email: 'ada@example.com',
      name: 'Ada',
      metadata: { crm: '42' },
    });
    const approver = { authorization: `Bearer ${await app.key('customers:erase')}` };
    const { id } = (await (
      await app.post(`/api/v1/revenue/customers/${customer.id}/erasure`, { reason: 'asked for by mail' })
    ).json()) as { id: string };
    expect((await app.post(`/api/v1/revenue/data-requests/${id}/approval`, {}, approver)).status).toBe(202);
    await app.settle();
  });
  afterAll(() => app.close());

  const proof = async () => (await app.nest.get(Proofs).run(['I23'])).at(-1);

  it('has left nothing', async () => {
    expect(await proof()).toMatchObject({ ok: true, checked: 1, differences: [] });
  });

  it.each([
    { left: 'profile', broken: `update customers_person set name = 'sealed' where erased_at is not null` },
    { left: 'profile', broken: `update customers_person set country = 'PT' where erased_at is not null` },
    { left: 'address', broken: FOUND_AGAIN },
    { left: 'metadata', broken: NOTED },
    { left: 'key', broken: KEPT_KEY },
  ])('I23 sees that a $left is left, and whose', async ({ left, broken }) => {
    const found = await app.database.rehearsal(async () => {
      await app.database.query(broken);
      return proof();
    });
    const [person] = await app.database.query(`select id from customers_person where erased_at is not null`);

    expect(found).toMatchObject({ ok: false, differences: [{ person_id: person?.['id'], what: left }] });
  });
});
