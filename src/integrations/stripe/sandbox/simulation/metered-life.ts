import { pick } from '../../../../kernel/dice.js';
import type { Action, Source } from './action.js';
import { roll } from './audience.js';
import { CURRENCIES, PLANS } from './catalogue.js';
import { DAY, HOUR, periodAround } from './calendar.js';
import type { Horizon } from './life.js';
import { termsOf } from './terms.js';
import { anyCountry, nameOf } from './words.js';

interface Entrance {
  readonly at: number;
  readonly source: Source;
}

/** A customer who is billed for what is used beside the plan, and changes nothing else. */
export function meteredLife(who: number, { at, source }: Entrance, { until }: Horizon, chance: () => number): Action[] {
  const country = anyCountry(chance);
  const plan = pick(chance, PLANS);
  const leaves = chance() < 0.4 ? at + (40 + roll(chance, 90)) * DAY : Infinity;
  const actions: Action[] = [
    {
      ...{ kind: 'sign-up', at, who, by: 'buyer', name: nameOf(who, chance), country, source, trialDays: 0 },
      ...{ currency: pick(chance, CURRENCIES), card: 'pm_card_visa' },
      offer: { plan, rhythm: 'month', seats: plan === 'team' ? 3 : 1 },
      ...{ ...termsOf(country, 'buyer', chance), coupon: null, metered: true },
    },
  ];
  const left = afternoon(leaves, chance);
  const end = leaves < until ? periodAround(at, 1, left).end : until;
  if (leaves < until) actions.push({ kind: 'cancel', at: left, who, by: 'buyer', when: 'period_end' });
  let n = 0;
  for (let day = at + DAY; day < end - DAY; day += (4 + roll(chance, 9)) * DAY) {
    actions.push(...uses({ who, day, name: `use-${who}-${(n += 1)}` }, chance));
  }
  return actions.filter((action) => action.at < until - DAY).toSorted((a, b) => a.at - b.at);
}

/** Something is used; now and then it is said late, or twice. */
function uses({ who, day, name }: { who: number; day: number; name: string }, chance: () => number): Action[] {
  const [at, ago] = [afternoon(day, chance), chance() < 0.3 ? (1 + roll(chance, 4)) * DAY : 0];
  const use: Action = { kind: 'usage', at, who, units: 10 + roll(chance, 500), name, ago };
  return chance() < 0.2 ? [use, { ...use, at: at + 60, ago: ago + 60 }] : [use];
}

function afternoon(at: number, chance: () => number): number {
  return at - (at % DAY) + 13 * HOUR + 60 * roll(chance, 360);
}
