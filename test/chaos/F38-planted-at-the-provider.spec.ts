import { until } from '../support/until.js';
import { business, expectWhole } from './support/business.js';
import { Installation } from './support/engine.js';

const PAYMENTS = 9;

describe('F38 the provider has a charge less, one that is other, and one more than we were ever told of', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it('each is found and named; what we were not told is put in with its reason, what differs is left as it stands', async () => {
    const before = await at.start();
    await business(at, PAYMENTS);
    await expectWhole(at);
    await before.kill();
    const [less = '', other = ''] = await movements('charge');
    await at.database.query(`delete from stripe_sandbox.object where id = $1`, [less]);
    // For two days that would be a matter of timing.
    await at.database.query(
      `update billing_balance_transaction set created_at = created_at - interval '49 hours' where provider_id = $1`,
      [less],
    );
    await at.database.query(
      `update stripe_sandbox.object set data = jsonb_set(data::jsonb, '{amount}', '1') where id = $1`,
      [other],
    );
    const known = new Set(await movements());
    await business(at, 1);
    await at.database.query(NEVER_TOLD);
    const more = (await movements()).filter((id) => !known.has(id));
    const reversed = await reversals();

    const engine = await at.start();
    const said = await at.command('reconcile', '--layer', 'money');

    // A charge, and what was given back of it.
    expect(more).toHaveLength(2);
    expect(said).toContain(`missing_remote balance_transaction:${less}\n`);
    expect(said).toContain(`amount_differs balance_transaction:${other}\n`);
    expect(await put()).toEqual(more.map((id) => `balance_transaction:${id}`).toSorted());
    expect(await reversals()).toBe(reversed);
    expect(await open()).toEqual([
      `amount_differs balance_transaction:${other}`,
      `missing_remote balance_transaction:${less}`,
    ]);
    await until(async () => (await engine.metric('revenue_reconciliation_breaks')) >= 2, 60_000);
  });

  /** As the provider has them. */
  async function movements(type?: string): Promise<string[]> {
    const found: string[] = [];
    for await (const { id } of at.stripe.balanceTransactions.list({ ...(type && { type }), limit: 100 }))
      found.push(id);
    return found;
  }

  /** Journals that take back another: what is repaired in the books leaves one. */
  async function reversals(): Promise<number> {
    const [row] = await at.database.query<{ n: number }>(
      'select count(*)::int as n from ledger_journal where reverses is not null',
    );
    return row?.n ?? 0;
  }

  const put = () => breaks(`closed_by = 'refetch'`, 'subject');
  const open = () => breaks(`status = 'open' and subject like 'balance_transaction:%'`, `kind || ' ' || subject`);

  async function breaks(which: string, shown: string): Promise<string[]> {
    const rows = await at.database.query<{ it: string }>(
      `select ${shown} as it from billing_break where ${which} order by 1`,
    );
    return rows.map(({ it }) => it);
  }
});

/** Of nobody's list of events either. */
const NEVER_TOLD = `
  with lost as (delete from stripe_sandbox.delivery where state = 'pending' returning event)
  delete from stripe_sandbox.event where id in (select event from lost)`;
