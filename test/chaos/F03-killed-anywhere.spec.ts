import { setTimeout as pause } from 'node:timers/promises';
import type { Failpoint } from '../../src/platform/ops/failpoints.js';
import { business, expectWhole } from './support/business.js';
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
/** A few thousand deliveries, which are let out one after another for as long as it goes on. */
const PAYMENTS = 240;
const BUDGET_MS = Number(process.env['CHAOS_SECONDS'] ?? 90) * 1000;
/** Workers at once, woken from an image; beside them one is the whole program, started as ever. */
const WOKEN = 8;
/** Few connections: to open them is most of what waking costs the store. */
const SMALL = { REVENUE_WORKER_CONCURRENCY: '2', DATABASE_POOL: '4' };
/** A life that no point ends is ended from outside, so long at most after it is at work. */
const LONGEST_LIFE_MS = { woken: 700, started: 12_000 };
/** 300 in 90 s, each of a whole process that was at work. It is asked of two cores that nobody else uses. */
const LEAST_KILLS = Math.ceil(BUDGET_MS / 300);

/**
 * Workers fold and tell a business that goes on, while they are killed: at a failpoint drawn for each life, or from
 * outside at a moment drawn for it, and between by the loss of the connection they are in the middle of a transaction on.
 * What is booked is counted against the sandbox's own objects, which the engine has no part in.
 */
describe('F03 workers killed at any step of folding and telling', () => {
  let at: Installation;
  const random = seeded(SEED);
  /** How many lives ended at each step. */
  const ends = new Map<Failpoint, number>(STEPS.map((step) => [step, 0]));

  beforeAll(async () => {
    // Nobody cuts off the provider, nor the door its deliveries come in by: they are no part of this.
    process.env['PGAPPNAME'] = 'the provider';
    at = await Installation.open();
    await at.start({ role: 'api', env: { PGAPPNAME: 'the door' } });
    await business(at, PAYMENTS);
    await at.database.query(HOLD);
  });
  afterAll(async () => {
    delete process.env['PGAPPNAME'];
    await at.close();
  });

  it('have every effect once', async () => {
    const image = await at.image(SMALL);
    const deadline = performance.now() + BUDGET_MS;
    const places = Array.from({ length: WOKEN }, () => livesAndDies(deadline, image));
    const [cuts, , , started, ...woken] = await Promise.all([
      cutting(deadline),
      telling(deadline),
      repeating(deadline),
      livesAndDies(deadline),
      ...places,
    ]);
    const kills = [...started, ...woken.flat()];
    const atPoints = kills.filter(Boolean).length;
    const last = await at.work();
    // What is still held, and what the dead carried: the provider is no victim here, and brings it again at once.
    await at.sandbox.releaseDeliveries();
    const counted = await expectWhole(at, SEED);
    console.log(
      `F03 seed ${SEED}: ${kills.length} kills (${atPoints} at points, ${started.length} of whole programs), ${cuts} cut transactions; ${JSON.stringify({ ...counted, ...Object.fromEntries(ends) })}`,
    );
    expect(STEPS.filter((step) => ends.get(step) === 0)).toEqual([]);
    expect(kills.length).toBeGreaterThanOrEqual(LEAST_KILLS);
    expect([atPoints < kills.length, started.length > 0, cuts > 0]).toEqual([true, true, true]);
    await last.kill();
  });

  /** One worker after another in one place. @returns of each death in time whether a failpoint was the cause */
  async function livesAndDies(deadline: number, image?: string): Promise<boolean[]> {
    const deaths: boolean[] = [];
    for (;;) {
      const step = STEPS[Math.floor(random() * STEPS.length)] as Failpoint;
      const drawn = random() * LONGEST_LIFE_MS[image ? 'woken' : 'started'];
      // Where nobody has died yet, somebody is to.
      const life = ends.get(step) === 0 ? deadline - performance.now() : drawn;
      const worker = await at.work({ failpoint: step, ...(image && { image }) });
      const end = await Promise.race([worker.gone, worker.atWork().then(() => pause(life, 'alive'))]);
      if (end === 'alive') await worker.kill();
      else if (end === 'SIGKILL') ends.set(step, (ends.get(step) ?? 0) + 1);
      else throw new Error(`A worker ended by itself with ${end}.\n${worker.output}`);
      if (performance.now() > deadline) return deaths;
      deaths.push(end !== 'alive');
    }
  }

  /** Ends connections in the middle of what they write; the job queue, which makes its tables at first start, is left alone. @returns how many */
  async function cutting(deadline: number): Promise<number> {
    let cuts = 0;
    for (; performance.now() < deadline; await pause(1 + random() * 500)) cuts += (await at.database.query(CUT)).length;
    return cuts;
  }

  /** There is always something to tell: what people paid is heard of bit by bit. */
  async function telling(deadline: number): Promise<void> {
    for (; performance.now() < deadline; await pause(50)) {
      await at.database.query(LET_OUT);
      await at.sandbox.deliver();
    }
  }

  /** And always something to fold: what is done is done once more, which must change nothing. */
  async function repeating(deadline: number): Promise<void> {
    for (; performance.now() < deadline; await pause(200)) await at.database.query(AGAIN, [Math.floor(random() * 61)]);
  }
});

const AGAIN = `
  update webhooks_inbox set status = 'pending', attempts = 0, next_at = now() where status = 'done' and seq % 61 = $1`;

const HOLD = `update stripe_sandbox.delivery set due_at = 'infinity' where state = 'pending'`;

const LET_OUT = `
  update stripe_sandbox.delivery set due_at = 'epoch' where seq in (
    select seq from stripe_sandbox.delivery where state = 'pending' and due_at = 'infinity' order by seq limit 2)`;

/** Of workers alone: all others have given their connections a name. */
const CUT = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = '' and backend_xid is not null limit 1`;

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
