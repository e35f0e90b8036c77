import { setTimeout as pause } from 'node:timers/promises';
import type { Failpoint } from '../../src/platform/ops/failpoints.js';
import { Installation } from './support/engine.js';

const STEPS: readonly Failpoint[] = [
  'fold.after-claim',
  'fold.after-journal',
  'fold.before-commit',
  'fold.after-commit',
  'tell.after-handle',
  'tell.before-commit',
  'tell.after-commit',
];
const SEED = Number(process.env['CHAOS_SEED'] ?? process.hrtime.bigint() % 1_000_000n);
const PAYMENTS = 300;
const BUDGET_MS = Number(process.env['CHAOS_SECONDS'] ?? 90) * 1000;
const LEAST_KILLS = 3;
/** Transactions cut off, by the death of the process or of its connection. */
const LEAST_CUTS = 300;

/**
 * Two workers fold and tell while they are killed, at a failpoint drawn for each life and between the points by the loss
 * of the connection they are in the middle of a transaction on. What is booked is counted against the sandbox's own
 * objects, which the engine has no part in.
 */
describe('F03 workers killed at any step of folding and telling', () => {
  let at: Installation;
  const random = seeded(SEED);

  beforeAll(async () => {
    at = await Installation.open();
    const api = await at.start({ role: 'api' });
    await business();
    while ((await at.sandbox.deliver()) > 0);
    await api.kill();
  });
  afterAll(() => at.close());

  it('have every effect once', async () => {
    const deadline = performance.now() + BUDGET_MS;
    const [kills, cuts] = await Promise.all([
      Promise.all([livesAndDies(deadline), livesAndDies(deadline)]).then(([a, b]) => a + b),
      cutting(deadline),
    ]);
    const last = await at.work();
    await at.settled();

    const charges = (await list('charges')).filter(({ status }) => status === 'succeeded').length;
    const refunds = (await list('refunds')).length;
    const transactions = (await list('balanceTransactions')).length;
    console.log(`F03 seed ${SEED}: ${kills} kills, ${cuts} cut transactions, ${charges} charges, ${refunds} refunds`);
    expect(await booked()).toEqual({ charges, refunds, transactions });
    expect(await at.verify()).toBe('');
    // A life costs seconds of processor before it begins, so how many there are is the machine's to say.
    expect(kills).toBeGreaterThanOrEqual(LEAST_KILLS);
    expect(kills + cuts).toBeGreaterThanOrEqual(LEAST_CUTS);
    await last.kill();
  });

  async function business(): Promise<void> {
    const { stripe } = at;
    for (let n = 0; n < PAYMENTS; n += 1) {
      const paid = await stripe.paymentIntents.create({
        ...{ amount: 1000 + n, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, off_session: true },
      });
      if (n % 3 === 0) await stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
    }
  }

  /** One worker after another in one place, each until it dies. @returns how many died by a failpoint */
  async function livesAndDies(deadline: number): Promise<number> {
    for (let kills = 0; ; kills += 1) {
      const step = STEPS[Math.floor(random() * STEPS.length)] as Failpoint;
      const worker = await at.work({ failpoint: step });
      const left = Math.max(0, deadline - performance.now());
      const end = await Promise.race([worker.gone, pause(left, 'alive', { ref: false })]);
      if (end === 'alive') {
        await worker.kill();
        return kills;
      }
      if (end !== 'SIGKILL') throw new Error(`A worker ended by itself with ${end}.\n${worker.output}`);
    }
  }

  /** Ends connections in the middle of what they write; the job queue, which makes its tables at first start, is left alone. @returns how many */
  async function cutting(deadline: number): Promise<number> {
    let cuts = 0;
    for (; performance.now() < deadline; await pause(1 + random() * 100)) {
      await replayed();
      const gone = await at.database.query(CUT);
      cuts += gone.length;
    }
    return cuts;
  }

  /** There is always something to fold: what is done is done once more, which must change nothing. */
  async function replayed(): Promise<void> {
    await at.database.query(
      `update webhooks_inbox set status = 'pending', attempts = 0, next_at = now()
       where status = 'done' and seq % 17 = $1 and not exists (select from webhooks_inbox where status = 'pending')`,
      [Math.floor(random() * 17)],
    );
  }

  async function list(what: 'charges' | 'refunds' | 'balanceTransactions'): Promise<{ status: string | null }[]> {
    const all: { status: string | null }[] = [];
    for await (const one of at.stripe[what].list({ limit: 100 })) all.push(one);
    return all;
  }

  async function booked(): Promise<object> {
    const rows = await at.database.query<{ rule: string; n: string }>(
      `select case when rule like 'balance.%' then 'transactions' when rule = 'refund.sent' then 'refunds' else 'charges' end as rule,
              count(*)::text as n
       from ledger_journal j
       where (rule like 'balance.%' or rule in ('payment.received', 'refund.sent')) and reverses is null
         and not exists (select from ledger_journal r where r.reverses = j.id)
       group by 1`,
    );
    return Object.fromEntries(rows.map(({ rule, n }) => [rule, Number(n)]));
  }
});

const CUT = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and backend_xid is not null
    and query !~ 'pgboss' limit 2`;

/** Mulberry32: the same seed draws the same lives. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
