import { BadCursor } from '../../src/platform/http/http.errors.js';
import { openRegister, type Register } from './register.js';

describe('the list of customers', () => {
  let register: Register;
  beforeEach(async () => {
    register = await openRegister();
  });
  afterEach(() => register.close());

  const crowd = (from: number, to: number, at: string) =>
    register.database.query(`
      with n as (select n, ('01950000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id from generate_series(${from}, ${to}) n),
      person as (insert into customers_person (id, created_at) select id, '${at}' from n)
      insert into customers_customer (id, person_id, metadata, registered_at)
      select id, id, '{}', '${at}'::timestamptz + make_interval(secs => n / 3) from n`);

  it('shows each of ten thousand once while new ones arrive', async () => {
    await crowd(1, 10_000, '2026-01-01T00:00:00Z');
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await register.page.list(register.asked({ limit: '100', ...(cursor ? { cursor } : {}) }));
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
      if (seen.length === 1_000) await crowd(10_001, 10_100, '2026-02-01T00:00:00Z');
    } while (cursor);

    expect(seen).toHaveLength(10_000);
    expect(new Set(seen).size).toBe(10_000);
    expect(seen[0]).toBe('01950000-0000-7000-8000-000000002710');
  });

  it('is narrowed by address, provider id and stage', async () => {
    const { id } = await register.customers.register({ email: 'Zoë@example.com' });
    await register.customers.register({ email: 'bob@example.com' });
    await register.links.link(id, 'stripe', 'self', 'cus_zoe');
    const ids = async (query: Record<string, string>) =>
      (await register.page.list(register.asked(query))).data.map((one) => one.id);

    expect(await ids({ provider_id: 'cus_zoe' })).toEqual([id]);
    expect(await ids({ email: 'bob@EXAMPLE.com' })).toHaveLength(1);
    expect(await ids({ email: 'nobody@example.com' })).toEqual([]);
    expect(await ids({ stage: 'registered' })).toHaveLength(2);
    expect(await ids({ stage: 'paying' })).toEqual([]);
  });

  it('refuses a cursor of another list', async () => {
    await crowd(1, 3, '2026-01-01T00:00:00Z');
    const { next_cursor: cursor } = await register.page.list(register.asked({ limit: '1' }));

    expect(() => register.asked({ limit: '1', cursor: String(cursor), stage: 'registered' })).toThrow(BadCursor);
  });
});
