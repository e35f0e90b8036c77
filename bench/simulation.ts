import { told } from '../src/integrations/stripe/sandbox/simulation/comparison.js';
import { scenario } from '../src/integrations/stripe/sandbox/simulation/scenario.js';
import { judge, play } from '../src/integrations/stripe/sandbox/simulation/simulation.js';
import { WholeEngine } from './support/whole-engine.js';

const [SEED, SIZE, MONTHS] = [11, 150, 12];
const GOALS = { pglite: 60, postgres: 35 };

/** A year of a made-up business through everything: sandbox, deliveries, fold, books, figures. Every figure must agree. */
export async function run() {
  const rows = [];
  for (const store of ['pglite', 'postgres'] as const) rows.push(await measured(store));
  return { parameters: { customers: SIZE, months: MONTHS }, seed: SEED, rows };
}

async function measured(store: keyof typeof GOALS) {
  const story = scenario(SEED, SIZE, MONTHS);
  const engine = await WholeEngine.on(store, new Date(story.from * 1000));
  try {
    const started = performance.now();
    const played = await play(story, engine.world);
    const seconds = (performance.now() - started) / 1000;
    const differences = judge(story, played);
    for (const difference of differences) console.error(told(difference));
    const goal = GOALS[store];
    const met = seconds < goal && differences.length === 0;
    return { store, n: await engine.events(), seconds, differences: differences.length, goal, met };
  } finally {
    await engine.close();
  }
}
