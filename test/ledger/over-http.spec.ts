import { randomUUID } from 'node:crypto';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { Causes, Ledger, ProofRuns, type Statement } from '../../src/modules/ledger/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { ADA, banked, charged } from './books.js';

describe('the books over HTTP', () => {
  let app: TestApp;
  const correlationId = randomUUID();
  const cause = randomUUID();
  beforeAll(async () => {
    app = await startApp({ now: '2026-03-01T00:00:00Z' });
    const ledger = app.nest.get(Ledger, { strict: false });
    const state = (...statements: Statement[]) => app.database.transaction(() => ledger.state(statements));
    app.nest.get(Causes, { strict: false }).register(async (ids) => {
      const event = { event_id: 'evt_1', type: 'charge.updated', received_at: '2026-02-01T10:00:05.000Z' };
      return new Map(ids.includes(cause) ? [[cause, event]] : []);
    });
    await state({ ...charged('ch_1'), correlationId }, { ...banked('ch_1'), correlationId, cause });
    await state(charged('ch_2', 500, '2026-02-28T12:00:00Z'));
    await state(charged('ch_2', 400, '2026-02-28T12:00:00Z'));
  });
  afterAll(() => app.close());

  const read = async (path: string) => {
    const response = await app.get(`/api/v1/ledger/${path}`);
    return { status: response.status, body: (await response.json()) as never };
  };

  it('show the chart with its balances', async () => {
    const { body } = await read('accounts');

    expect((body as { data: unknown[] }).data).toContainEqual({
      code: 'unapplied',
      kind: 'liability',
      party: 'customer',
      matched: true,
      description: expect.any(String) as string,
      balances: [{ amount: -101, currency: 'usd', natural_amount: 101 }],
    });
  });

  it('show balances by party, and as they were', async () => {
    expect(await read(`balances?account=unapplied&party_id=${ADA}&currency=USD`)).toMatchObject({
      status: 200,
      body: { data: [{ account: 'unapplied', party_id: ADA, amount: -101, currency: 'usd' }], late_entries: 0 },
    });
    expect(await read('balances?account=unapplied&as_of=2026-02-28T00:00:00Z')).toMatchObject({
      body: { data: [{ amount: -97 }] },
    });
    expect(await read('balances?account=unapplied&as_of=2026-02-28')).toMatchObject({
      body: { data: [{ amount: -101 }], as_of: '2026-03-01T00:00:00.000Z' },
    });
    expect(await read('balances?known_at=2026-02-28T00:00:00Z')).toMatchObject({
      body: { data: [], settled: true, late_entries: 5 },
    });
  });

  it('refuse what they do not know, all faults at once', async () => {
    expect(await read('balances?account=pocket')).toMatchObject({
      status: 422,
      body: { code: 'ledger/unknown-account' },
    });
    expect(await read('balances?as_of=yesterday&party_id=ada&colour=red')).toMatchObject({
      status: 422,
      body: {
        errors: expect.arrayContaining([
          { pointer: '?colour', code: 'request/unknown-member', detail: 'There is no such member.' },
          { pointer: '?party_id', code: 'request/is-uuid', detail: 'party_id must be a UUID.' },
          {
            pointer: '?as_of',
            code: 'request/matches',
            detail: 'as_of must be a day (2026-11-20) or an instant with offset (2026-11-20T09:15:00Z).',
          },
        ]) as unknown[],
      },
    });
    expect(await read(`journals/${randomUUID()}`)).toMatchObject({
      status: 404,
      body: { code: 'ledger/journal-not-found' },
    });
    expect(await read('journals/txn_1')).toMatchObject({ status: 404 });
    for (const without of ['entries?match_key=ch_2', 'entries?account=clearing:payments,unapplied'])
      expect(await read(without)).toMatchObject({
        status: 422,
        body: {
          code: 'ledger/account-needed',
          detail: expect.stringContaining('of one account') as string,
          errors: [{ pointer: '?account' }],
        },
      });
  });

  it('sum to zero in the trial balance', async () => {
    expect(await read('trial-balance')).toMatchObject({
      body: {
        data: expect.arrayContaining([
          { account: 'stripe_balance', currency: 'usd', debit: 93.89, credit: 0 },
          { account: 'unapplied', currency: 'usd', debit: 0, credit: 101 },
        ]) as unknown[],
        totals: [{ amount: 0, currency: 'usd' }],
      },
    });
  });

  it('show an account as a statement, page by page', async () => {
    const first = await read('entries?account=clearing:payments&limit=3');
    expect(first).toMatchObject({
      body: {
        has_more: true,
        data: [{ lines: [{ amount: expect.any(Number) as number, balance: 4 }] }, expect.anything(), expect.anything()],
      },
    });
    const { next_cursor: cursor } = first.body as { next_cursor: string };
    const rest = await read(`entries?account=clearing:payments&limit=3&cursor=${cursor}`);
    expect((rest.body as { data: unknown[] }).data).toHaveLength(2);
    expect(await read('entries?account=clearing:payments&match_key=ch_2&effective_at[gte]=2026-02-01')).toMatchObject({
      body: { data: [{ lines: [{ balance: 4, match_key: 'ch_2' }] }, expect.anything(), expect.anything()] },
    });
  });

  it('explain a journal back to its event and along its story', async () => {
    const { body } = await read('journals?rule=balance.charge');
    const [journal] = (body as { data: { id: string }[] }).data;

    expect(await read(`journals/${journal?.id}/explain`)).toMatchObject({
      status: 200,
      body: {
        id: journal?.id,
        rule: 'balance.charge',
        fact: { provider: 'stripe', kind: 'balance_transaction', id: 'txn_ch_1' },
        lines: [
          { account: 'stripe_balance', currency: 'usd', amount: 93.89 },
          { account: 'fees:processing', currency: 'usd', amount: 3.11, dim: 'stripe_fee' },
          { account: 'clearing:payments', currency: 'usd', amount: -97, match_key: 'ch_1' },
        ],
        cause: { event_id: 'evt_1', type: 'charge.updated' },
        story: expect.arrayContaining(['payment.received', 'balance.charge']) as string[],
        related: [{ rule: 'payment.received' }],
      },
    });
  });

  it('link a reversal with what it took back', async () => {
    const { body } = await read('journals?fact_id=ch_2');
    const { data } = body as {
      data: { id: string; reverses: string | null; reversed_by: string | null; revision: number }[];
    };
    const reversal = data.find(({ reverses }) => reverses !== null);

    expect(data).toHaveLength(3);
    expect(data.find(({ id }) => id === reversal?.reverses)).toMatchObject({ revision: 0, reversed_by: reversal?.id });
  });

  it('list what has not met, oldest first', async () => {
    expect(await read('unmatched?account=clearing:payments&older_than=6h')).toMatchObject({
      body: { data: [{ account: 'clearing:payments', match_key: 'ch_2', amount: 4, age_seconds: 43_200 }] },
    });
    expect(await read('unmatched?account=clearing:payments&older_than=1d')).toMatchObject({ body: { data: [] } });
    expect(await read('unmatched?account=bank')).toMatchObject({ status: 422 });
  });

  it('run the proofs, keep what they said and tell what turned', async () => {
    expect((await app.post('/api/v1/ledger/proofs')).status).toBe(202);
    await app.nest.get(ProofRuns, { strict: false }).run();

    const { body } = await read('proofs');
    const proofs = (body as { ok: boolean; data: { name: string; ok: boolean }[] }).data;
    expect(proofs.find(({ name }) => name.startsWith('P1'))).toMatchObject({ ok: true, checked: 5, differences: [] });
    expect(proofs.find(({ name }) => name.startsWith('P4'))).toMatchObject({ ok: false });
    const told = await app.database.query<{ data: { proof: string } }>(
      `select data from platform_event where type = 'ledger.proof.failed'`,
    );
    expect(told.map(({ data }) => data.proof.slice(0, 2))).toContain('P4');
  });

  it('keep what the other proofs said when one cannot be run, and say which', async () => {
    const ranAt = async () =>
      (await app.database.query<{ ran_at: string }>(`select max(ran_at)::text as ran_at from ledger_proof_run`))[0]
        ?.ran_at;
    const before = await ranAt();
    app.nest.get(Proofs).register('Z1 is cut off', () => Promise.reject(new Error('statement timeout')));

    await expect(app.nest.get(ProofRuns, { strict: false }).run()).rejects.toThrow('Z1 is cut off could not be run.');

    expect(await ranAt()).not.toBe(before);
  });

  it('stay closed to a key without the scope', async () => {
    const key = await app.key('billing:read');
    const response = await app.get('/api/v1/ledger/accounts', { authorization: `Bearer ${key}` });

    expect(response.status).toBe(403);
  });
});
