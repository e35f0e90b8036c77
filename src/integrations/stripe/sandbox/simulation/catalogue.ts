export const CURRENCIES = ['usd', 'eur', 'jpy'] as const;
export type Currency = (typeof CURRENCIES)[number];

export const PLANS = ['starter', 'team', 'business'] as const;
export type Plan = (typeof PLANS)[number];

export const RHYTHMS = ['month', 'year'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** What is subscribed to. Only the team plan has several seats. */
export interface Offer {
  readonly plan: Plan;
  readonly rhythm: Rhythm;
  readonly seats: number;
}

/** The first prices, and those from the change in the middle of the story on. */
export type Edition = 0 | 1;

type Pair = readonly [number, number];

/** A seat a month in minor units, before and after the change. All are multiples of five, so that a year is whole. */
const MONTHLY: Readonly<Record<Plan, Readonly<Record<Currency, Pair>>>> = {
  starter: { usd: [2_900, 3_300], eur: [2_700, 3_100], jpy: [4_200, 4_800] },
  team: { usd: [1_500, 1_700], eur: [1_400, 1_600], jpy: [2_200, 2_500] },
  business: { usd: [24_900, 27_900], eur: [22_900, 25_900], jpy: [36_000, 41_000] },
};

/** A seat for one period in minor units. A year costs a fifth less than twelve months. */
export function priceOf(plan: Plan, rhythm: Rhythm, currency: Currency, edition: Edition): number {
  const monthly = MONTHLY[plan][currency][edition];
  return rhythm === 'month' ? monthly : (monthly / 5) * 48;
}

/** A unit of what is metered, in minor units. */
export const USAGE_PRICE: Readonly<Record<Currency, number>> = { usd: 3, eur: 3, jpy: 5 };

export function priceName(plan: Plan, rhythm: Rhythm, currency: Currency, edition: Edition): string {
  return `${plan}:${rhythm}:${currency}:${edition}`;
}

/** Every price of an edition. */
export function* pricesOf(
  edition: Edition,
): Generator<{ plan: Plan; rhythm: Rhythm; currency: Currency; name: string }> {
  for (const plan of PLANS) {
    for (const rhythm of RHYTHMS) {
      for (const currency of CURRENCIES)
        yield { plan, rhythm, currency, name: priceName(plan, rhythm, currency, edition) };
    }
  }
}
