import { told } from '../src/integrations/stripe/sandbox/simulation/comparison.js';
import { scenario } from '../src/integrations/stripe/sandbox/simulation/scenario.js';
import { judge, play } from '../src/integrations/stripe/sandbox/simulation/simulation.js';
import { heapInMegabytes } from './support/heap.js';
import { WholeEngine } from './support/whole-engine.js';

const SEED = 11;
const YEAR = { customers: 150, months: 12 };
const GOALS = { pglite: 60, postgres: 35 };
/** Small businesses one after another in one process: what they leave behind shows after the first few. */
const REPEATED = { customers: 12, months: 2, times: 6, warm: 2, growth: 10 };

/** A year of a made-up business through everything: sandbox, deliveries, fold, books, figures. Every figure must agree. */
export async function run() {
  const rows: object[] = [];
  for (const store of ['pglite', 'postgres'] as const) rows.push(await aYear(store));
  for (const store of ['pglite', 'postgres'] as const) rows.push(...(await again(store)));
  return { parameters: YEAR, seed: SEED, rows };
}

async function aYear(store: keyof typeof GOALS) {
  const before = process.cpuUsage();
  const { seconds, ...said } = await simulated(store, YEAR);
  const { user, system } = process.cpuUsage(before);
  const goal = GOALS[store];
  const cpu = (user + system) / 1e6;
  return { what: 'a year', store, ...said, seconds, cpu, goal, met: seconds < goal && said.differences === 0 };
}

/** The heap after each; `goal` is by how many megabytes it may have grown since the first few. */
async function again(store: keyof typeof GOALS) {
  const rows = [];
  const heaps: number[] = [];
  for (let time = 1; time <= REPEATED.times; time += 1) {
    const { n, seconds, differences } = await simulated(store, REPEATED);
    heaps.push(await heapInMegabytes());
    const [heap = 0, warm = 0] = [heaps.at(-1), heaps[REPEATED.warm - 1]];
    const judged = time > REPEATED.warm ? { goal: REPEATED.growth, met: heap - warm <= REPEATED.growth } : {};
    rows.push({ what: `memory, time ${time}`, store, n, differences, seconds, heap, ...judged });
  }
  return rows;
}

async function simulated(store: keyof typeof GOALS, { customers, months }: typeof YEAR) {
  const story = scenario(SEED, customers, months);
  const engine = await WholeEngine.on(store, new Date(story.from * 1000));
  try {
    const started = performance.now();
    const played = await play(story, engine.world);
    const seconds = (performance.now() - started) / 1000;
    const differences = judge(story, played);
    for (const difference of differences) console.error(told(difference));
    return { n: await engine.events(), seconds, differences: differences.length };
  } finally {
    await engine.close();
  }
}
