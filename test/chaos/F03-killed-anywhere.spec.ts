import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/until.js';
import type { Failpoint } from '../../src/platform/ops/failpoints.js';
import { business, expectWhole } from './support/business.js';
import { Installation, type Engine } from './support/engine.js';

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
const PAYMENTS = 60;
const BUDGET_MS = Number(process.env['CHAOS_SECONDS'] ?? 90) * 1000;
/** Workers at once. */
const PLACES = 4;
/** A life that no point ends is ended from outside, so long at most after it is ready. */
const LONGEST_LIFE_MS = 6_000;
/** A start costs up to a second of processor: how many there are is the machine's to say, and a floor keeps the run honest. */
const LEAST_KILLS = Math.round(BUDGET_MS / 9_000);

/**
 * Workers fold and tell a business that goes on, while they are killed: at a failpoint drawn for each life, or from
 * outside at a moment drawn for it, and between by the loss of the connection they are in the middle of a transaction on.
 * What is booked is counted against the sandbox's own objects, which the engine has no part in.
 */
describe('F03 workers killed at any step of folding and telling', () => {
  let at: Installation;
  const random = seeded(SEED);

  beforeAll(async () => {
    // Nobody cuts off the provider, nor the door its deliveries come in by: they are no part of this.
    process.env['PGAPPNAME'] = 'the provider';
    at = await Installation.open();
    await at.start({ role: 'api', env: { PGAPPNAME: 'the door' } });
    await business(at, PAYMENTS);
    while ((await at.sandbox.deliver()) > 0);
  });
  afterAll(async () => {
    delete process.env['PGAPPNAME'];
    await at.close();
  });

  it('have every effect once', async () => {
    const deadline = performance.now() + BUDGET_MS;
    const places = Array.from({ length: PLACES }, () => livesAndDies(deadline));
    const [cuts, , ...deaths] = await Promise.all([cutting(deadline), selling(deadline), ...places]);
    const [atPoints, outside] = [deaths.flat().filter(Boolean).length, deaths.flat().filter((it) => !it).length];
    const last = await at.work();
    const counted = await expectWhole(at, SEED);
    console.log(
      `F03 seed ${SEED}: ${atPoints + outside} kills (${atPoints} at points), ${cuts} cut transactions; ${JSON.stringify(counted)}`,
    );
    expect(atPoints + outside).toBeGreaterThanOrEqual(LEAST_KILLS);
    expect([atPoints > 0, outside > 0, cuts > 0]).toEqual([true, true, true]);
    await last.kill();
  });

  /** One worker after another in one place. @returns of each death whether a failpoint was the cause */
  async function livesAndDies(deadline: number): Promise<boolean[]> {
    const deaths: boolean[] = [];
    while (performance.now() < deadline) {
      const step = STEPS[Math.floor(random() * STEPS.length)] as Failpoint;
      const worker = await at.work({ failpoint: step, bundled: true });
      const end = await Promise.race([
        worker.gone,
        atWork(worker).then(() => pause(random() * LONGEST_LIFE_MS, 'alive')),
      ]);
      if (end === 'alive') await worker.kill();
      else if (end !== 'SIGKILL') throw new Error(`A worker ended by itself with ${end}.\n${worker.output}`);
      deaths.push(end !== 'alive');
    }
    return deaths;
  }

  /** Folding and telling, or dead already. */
  async function atWork(worker: Engine): Promise<void> {
    let isDead = false;
    void worker.gone.then(() => (isDead = true));
    await until(async () => isDead || (await worker.health('ready')) === 200, 60_000);
  }

  /** Ends connections in the middle of what they write; the job queue, which makes its tables at first start, is left alone. @returns how many */
  async function cutting(deadline: number): Promise<number> {
    let cuts = 0;
    for (; performance.now() < deadline; await pause(50 + random() * 200))
      cuts += (await at.database.query(CUT)).length;
    return cuts;
  }

  /** There is always something to fold and to tell: people pay, and what is done is done once more, which must change nothing. */
  async function selling(deadline: number): Promise<void> {
    while (performance.now() < deadline) {
      await business(at, 3);
      while ((await at.sandbox.deliver()) > 0);
      await at.database.query(AGAIN, [Math.floor(random() * 17)]);
      await pause(100);
    }
  }
});

const AGAIN = `
  update webhooks_inbox set status = 'pending', attempts = 0, next_at = now() where status = 'done' and seq % 17 = $1`;

/** Of workers alone: all others have given their connections a name. */
const CUT = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = '' and backend_xid is not null limit 2`;

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
