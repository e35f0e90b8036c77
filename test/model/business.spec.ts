import fc from 'fast-check';
import { shadowReplay } from '../../src/cli/shadow/shadow-replay.js';
import { freshStore } from '../support/database.js';
import { business, carriedOut, creating, paying, refunding, type Step } from './commands.js';
import { faults } from './faults.js';
import { rare } from './rare.js';
import { keep, keptRuns, type KeptRun } from './kept.js';
import { nothing } from './model.js';
import { verifyAll } from './truth.js';
import { World } from './world.js';

/** A long run: `MODEL_SECONDS=600`; the same run again: `MODEL_SEED=…`. */
const SECONDS = Number(process.env['MODEL_SECONDS'] ?? 15);
const SEED = Number(process.env['MODEL_SEED'] ?? process.hrtime.bigint() % 1_000_000_000n);
/** Fewer would be no run at all. */
const FLOOR = Math.max(2, SECONDS / 15);
/** Proofs look at everything there is: of all runs together, once in so many, and at the end. */
const PROVED_EACH = 10;
const MOST_COMMANDS = SECONDS < 60 ? 25 : 60;
/** More runs than there is time for. */
const MOST_A_SECOND = 20;

describe('a business under faults', () => {
  let world: World;
  let completed = 0;
  let deadline = Infinity;

  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(() => world?.close());

  const property = (replayPath?: string) => {
    const commands = fc.commands([...business, ...rare, ...faults], {
      ...{ maxCommands: MOST_COMMANDS, size: '+1' as const },
      ...(replayPath !== undefined && { replayPath }),
    });
    return fc.asyncProperty(commands, async (steps: Iterable<Step>) => {
      // Interrupted from outside a run would go on behind what comes next: it ends by itself, and no other begins.
      if (performance.now() > deadline) return;
      const model = nothing();
      await fc.asyncModelRun(() => ({ model, real: world }), steps);
      completed += 1;
      await verifyAll(model, world, replayPath !== undefined || completed % PROVED_EACH === 0);
    });
  };

  it('no longer fails where it failed before', async () => {
    for (const { seed, path, replayPath } of keptRuns()) {
      await fc.assert(property(replayPath), { seed, path, endOnFailure: true, numRuns: 1 });
    }
  });

  it(
    'comes out as agreed, as the provider has it and as every proof demands, whatever is lost, repeated, late or broken',
    async () => {
      process.stdout.write(`model seed ${SEED}\n`);
      deadline = performance.now() + SECONDS * 1000;
      const numRuns = Math.ceil(SECONDS * MOST_A_SECOND);
      const details = await fc.check(property(), { seed: SEED, numRuns, endOnFailure: SECONDS < 60 });
      process.stdout.write(
        `${completed} runs in ${SECONDS} s; ${[...carriedOut].map((one) => one.join(' ')).join(', ')}\n`,
      );
      if (details.failed)
        throw new Error(
          `${kept(details)}\n${fc.defaultReportMessage(details) ?? ''}\n${String(details.errorInstance)}`,
        );
      expect(completed).toBeGreaterThanOrEqual(FLOOR);
    },
    (SECONDS + 100) * 1000,
  );

  it('would not, had a refund been sent a second time under a key of its own', async () => {
    const model = nothing();
    for (const step of [creating('good'), paying(0, 5000), refunding(0, 50)]) await step.run(model, world);
    await verifyAll(model, world);
    const [customer] = model.customers;
    const [intent] = (await world.app.stripe.paymentIntents.list({ customer: customer?.providerId ?? '' })).data;
    await world.app.stripe.refunds.create({ payment_intent: intent?.id ?? '', amount: 2500 });

    await expect(verifyAll(model, world)).rejects.toThrow('refunded');
  });

  it('stands as it does when everything received is folded once more, in another order', async () => {
    await world.calm();
    expect(await world.violations()).toEqual([]);
    const { settings: into, drop } = await freshStore();
    const { events, tables } = await shadowReplay(world.app.nest, { into, shuffle: SEED % 1000 });
    await drop();

    expect(events).toBeGreaterThan(20);
    expect(tables.filter(({ differences }) => differences.length > 0)).toEqual([]);
  }, 120_000);
});

function kept({ seed, counterexamplePath, counterexample }: fc.RunDetails<[Iterable<Step>]>): string {
  const words = fc.stringify(counterexample?.[0]);
  const [, replayPath = ''] = /replayPath="([^"]*)"/.exec(words) ?? [];
  const run: KeptRun = { seed, path: counterexamplePath ?? '', replayPath, words };
  return keep(new Date().toISOString().slice(0, 10), run);
}
