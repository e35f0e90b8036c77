import { differences, type Difference, type Testimony } from './comparison.js';
import { EngineWitness } from './engine-witness.js';
import type { Figure } from './fact.js';
import { ProviderWitness } from './provider-witness.js';
import type { Story } from './scenario.js';
import { Stage, type World } from './stage.js';
import { truth } from './truth.js';

/** What was said once a story had been played to its end. */
export interface Played {
  readonly customers: number;
  readonly testimonies: readonly Testimony[];
  /** All that the provider holds for the account, in cents. */
  readonly balance: number;
}

/** Plays a story to its end and asks the engine and the provider what came of it. */
export async function play(story: Story, world: World): Promise<Played> {
  const stage = new Stage(world, story);
  await stage.play();
  const customers = new Map([...stage.personas].map(([who, { customer }]) => [customer, who]));
  const [provider, engine] = [new ProviderWitness(world.stripe, customers), new EngineWitness(world.api, story.until)];
  const payers = await provider.payers();
  const testimonies = [
    await provider.each(payers),
    await engine.each(customers, payers),
    await engine.books(customers),
    await engine.totals(story.from),
  ];
  return { customers: customers.size, testimonies, balance: await provider.balance() };
}

/** Everything in which what was said differs from what the story says. */
export function judge(story: Story, { testimonies, balance }: Played): Difference[] {
  const facts = truth(story);
  const sumOf = (wanted: Figure): number =>
    facts.filter(({ figure }) => figure === wanted).reduce((sum, { amount }) => sum + amount, 0);
  const own = sumOf('provider_net') - sumOf('payouts');
  const holds = { witness: 'provider', cell: 'balance', expected: own, found: balance, because: [] };
  return [
    ...testimonies.flatMap((testimony) => differences(facts, testimony, story.actions)),
    ...(own === balance ? [] : [holds]),
  ];
}
