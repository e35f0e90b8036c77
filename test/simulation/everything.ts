import type { Action } from '../../src/integrations/stripe/sandbox/simulation/action.js';
import type { Story } from '../../src/integrations/stripe/sandbox/simulation/scenario.js';
import { truth } from '../../src/integrations/stripe/sandbox/simulation/truth.js';

/** The story of those few of its customers in whom everything happens that happens in it. */
export function few(story: Story): Story {
  const byWho = Map.groupBy(story.actions, ({ who }) => who);
  const had = new Map([...byWho].map(([who, actions]) => [who, happeningsOf({ ...story, actions })]));
  const missing = new Set([...had.values()].flatMap((one) => [...one]));
  const chosen = new Set<number>();
  while (missing.size > 0) {
    const gain = (who: number): number => had.get(who)?.intersection(missing).size ?? 0;
    const [best = 0] = [...had.keys()].toSorted((a, b) => gain(b) - gain(a));
    chosen.add(best);
    for (const happening of had.get(best) ?? []) missing.delete(happening);
  }
  return { ...story, actions: story.actions.filter(({ who }) => chosen.has(who)) };
}

/** Every kind of action, what was agreed at a sign-up, and every figure something came of. */
export function happeningsOf(story: Story): Set<string> {
  const figures = truth(story).map(({ figure }) => `figure ${figure}`);
  return new Set([...figures, ...story.actions.flatMap(named)]);
}

function named(action: Action): string[] {
  if (action.kind !== 'sign-up') return [action.kind];
  const { coupon, tax, metered, currency, by } = action;
  const terms = [coupon?.lasts ?? 'no coupon', tax ? `tax ${tax.inclusive}` : 'no tax', `metered ${metered}`];
  return [action.kind, ...terms, currency, by];
}
