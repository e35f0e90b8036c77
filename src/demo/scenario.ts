import { dice, pick } from '../kernel/dice.js';

/** What somebody does on a day of the demo. `who` numbers the customers; each action has its own place in the story. */
export type Action = { readonly day: number; readonly who: number } & (
  | {
      readonly kind: 'sign-up';
      readonly name: string;
      readonly country: string;
      readonly card: Card;
      readonly plan: PlanName;
      readonly interval: 'month' | 'year';
      readonly trialDays: number;
      readonly seats: number;
    }
  | {
      readonly kind: 'change-plan';
      readonly plan: PlanName;
      readonly interval: 'month' | 'year';
      readonly seats: number;
    }
  | { readonly kind: 'cancel'; readonly at: 'period_end' | 'now' }
  | { readonly kind: 'stay' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'new-card'; readonly card: Card }
  | { readonly kind: 'buy'; readonly minor: number; readonly what: string; readonly card?: Card }
  | { readonly kind: 'refund'; readonly share: number }
);

/** Test methods of the sandbox, by what they do. */
export type Card =
  'pm_card_visa' | 'pm_card_mastercard' | 'pm_card_amex' | 'pm_card_chargeCustomerFail' | 'pm_card_visa_chargeDeclined';

/** Prices of the demo business in US cents, a month and a year. */
export const PLANS = {
  Starter: { month: 2_900, year: 29_000 },
  Professional: { month: 9_900, year: 99_000 },
  Enterprise: { month: 49_900, year: 499_000 },
} as const;

export type PlanName = keyof typeof PLANS;

export interface Scenario {
  readonly days: number;
  readonly actions: readonly Action[];
}

/** A made-up software company: the same seed always tells the same story. */
export function scenario({ seed, customers, days }: { seed: number; customers: number; days: number }): Scenario {
  const chance = dice(seed);
  const actions = Array.from({ length: customers }, (_, who) =>
    lifeOf(who, signUpDay(who, customers, days, chance), days, chance),
  );
  return { days, actions: actions.flat().toSorted((a, b) => a.day - b.day || a.who - b.who) };
}

/** More sign up each month than in the one before. */
function signUpDay(who: number, customers: number, days: number, chance: () => number): number {
  return Math.min(days - 3, Math.floor(((who + chance()) / customers) ** 0.8 * days));
}

function lifeOf(who: number, day: number, days: number, chance: () => number): Action[] {
  const plan = pick(chance, ['Starter', 'Starter', 'Starter', 'Professional', 'Professional', 'Enterprise'] as const);
  const interval = chance() < 0.18 ? 'year' : 'month';
  const trialDays = chance() < 0.45 ? 14 : 0;
  const failing = chance() < 0.14;
  const seats = plan === 'Professional' && chance() < 0.4 ? 1 + Math.floor(chance() * 5) : 1;
  const card = failing && trialDays > 0 ? 'pm_card_chargeCustomerFail' : pick(chance, CARDS);
  const signUp: Action = {
    day,
    who,
    kind: 'sign-up',
    name: nameOf(who, chance),
    country: pick(chance, COUNTRIES),
    card,
    plan,
    interval,
    trialDays,
    seats,
  };
  const paying = day + trialDays;
  const later = failing
    ? failure(who, paying, trialDays > 0, chance)
    : turns({ who, from: paying, days, plan, interval, seats }, chance);
  return [signUp, ...later, ...purchases(who, paying, days, chance)].filter((action) => action.day < days);
}

/** A card that stops working: half of the people bring a new one in time. */
function failure(who: number, paying: number, fromTheStart: boolean, chance: () => number): Action[] {
  const breaks = fromTheStart ? paying : paying + 20;
  const broken: Action[] = fromTheStart
    ? []
    : [{ day: breaks, who, kind: 'new-card', card: 'pm_card_chargeCustomerFail' }];
  const mended: Action[] = chance() < 0.5 ? [{ day: breaks + 13, who, kind: 'new-card', card: 'pm_card_visa' }] : [];
  return [...broken, ...mended];
}

interface Turn {
  readonly who: number;
  readonly from: number;
  readonly days: number;
  readonly plan: PlanName;
  readonly interval: 'month' | 'year';
  readonly seats: number;
}

function turns({ who, from, plan, interval, seats }: Turn, chance: () => number): Action[] {
  const fate = chance();
  const at = from + 12 + Math.floor(chance() * 70);
  if (fate < 0.2) return [{ day: at, who, kind: 'change-plan', plan: above(plan), interval, seats }];
  if (fate < 0.28) return [{ day: at, who, kind: 'change-plan', plan, interval, seats: seats + 2 }];
  if (fate < 0.34) return [{ day: at, who, kind: 'change-plan', plan: 'Starter', interval, seats: 1 }];
  if (fate < 0.48) return [{ day: at, who, kind: 'cancel', at: 'period_end' }];
  if (fate < 0.52) return [{ day: at, who, kind: 'cancel', at: 'now' }];
  if (fate < 0.57)
    return [
      { day: at, who, kind: 'cancel', at: 'period_end' },
      { day: at + 3, who, kind: 'stay' },
    ];
  if (fate < 0.62)
    return [
      { day: at, who, kind: 'pause' },
      { day: at + 40, who, kind: 'resume' },
    ];
  return [];
}

function purchases(who: number, from: number, days: number, chance: () => number): Action[] {
  if (chance() > 0.45) return [];
  const day = from + 2 + Math.floor(chance() * 40);
  const minor = 4_900 + 100 * Math.floor(chance() * 250);
  const declined = chance() < 0.2;
  const bought: Action = {
    day,
    who,
    kind: 'buy',
    minor,
    what: pick(chance, GOODS),
    ...(declined ? { card: 'pm_card_visa_chargeDeclined' as const } : {}),
  };
  if (declined) return [bought, { day: day + 1, who, kind: 'buy', minor, what: bought.what }];
  return chance() < 0.35 && day + 6 < days
    ? [bought, { day: day + 6, who, kind: 'refund', share: pick(chance, [1, 0.5]) }]
    : [bought];
}

function above(plan: PlanName): PlanName {
  return plan === 'Starter' ? 'Professional' : 'Enterprise';
}

function nameOf(who: number, chance: () => number): string {
  return `${pick(chance, FIRST)} ${pick(chance, SECOND)} ${who + 1}`;
}

const CARDS = ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_amex'] as const;
const COUNTRIES = ['US', 'US', 'US', 'GB', 'DE', 'FR', 'CA', 'NL', 'AU'];
const GOODS = ['Onboarding workshop', 'Data import', 'Custom report', 'Training day'];
const FIRST = [
  'Northwind',
  'Bluebird',
  'Copper',
  'Granite',
  'Harbor',
  'Juniper',
  'Lantern',
  'Meadow',
  'Orchard',
  'Summit',
];
const SECOND = [
  'Analytics',
  'Works',
  'Labs',
  'Studio',
  'Systems',
  'Trading',
  'Health',
  'Logistics',
  'Media',
  'Robotics',
];
