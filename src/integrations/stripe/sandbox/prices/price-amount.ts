import { digitsOf } from '../../../../kernel/currency.js';
import type { Price } from '../wire.js';

/** Amounts have at most twelve places behind the point; counted in these, they are whole. */
const PLACES = 12;
const UNIT = 10n ** BigInt(PLACES);

/** What a quantity of a price costs, in minor units, exact until it is rounded once, half away from zero. */
export function priceOf(price: Price, quantity: number): number {
  const units = BigInt(packsOf(price, quantity));
  if (!price.tiers) return whole(exact(price.unit_amount_decimal ?? price.unit_amount) * units);
  const tiers = price.tiers.map((tier) => ({
    upTo: tier.up_to === null ? undefined : BigInt(tier.up_to),
    flat: exact(tier.flat_amount_decimal),
    each: exact(tier.unit_amount_decimal),
  }));
  if (price.tiers_mode === 'volume') {
    const tier = tiers.find(({ upTo }) => upTo === undefined || units <= upTo);
    return whole((tier?.each ?? 0n) * units + (tier?.flat ?? 0n));
  }
  let [sum, from] = [0n, 0n];
  for (const { upTo, flat, each } of tiers) {
    if (units <= from) break;
    const to = upTo === undefined || units < upTo ? units : upTo;
    sum += each * (to - from) + flat;
    from = to;
  }
  return whole(sum);
}

/** What many of a decimal amount cost, as above. */
export function amountOf(decimal: string, quantity: number): number {
  return whole(exact(decimal) * BigInt(quantity));
}

/** How many are charged: packs of so many, begun ones counting or not. */
function packsOf({ transform_quantity: packs }: Price, quantity: number): number {
  if (!packs) return quantity;
  const count = quantity / packs.divide_by;
  return packs.round === 'up' ? Math.ceil(count) : Math.floor(count);
}

function exact(decimal: string | number | null | undefined): bigint {
  const [digits = '0', fraction = ''] = String(decimal ?? 0).split('.');
  const size = BigInt(digits.replace('-', '') + fraction.slice(0, PLACES).padEnd(PLACES, '0'));
  return digits.startsWith('-') ? -size : size;
}

function whole(amount: bigint): number {
  const size = amount < 0n ? -amount : amount;
  const found = Number((size + UNIT / 2n) / UNIT);
  return found === 0 ? 0 : amount < 0n ? -found : found;
}

/** Half away from zero, and no fraction of a float's last bit tips it. */
export function rounded(amount: number): number {
  const size = Math.floor(Math.abs(amount) + 0.5 + 1e-9);
  return size === 0 ? 0 : amount < 0 ? -size : size;
}

/** `at $19.00 / month`, as a line describes its price. */
export function inWords(price: Price): string {
  const major = Number(price.unit_amount_decimal ?? 0) / 10 ** digitsOf(price.currency);
  const amount = new Intl.NumberFormat('en-US', { style: 'currency', currency: price.currency }).format(major);
  const { interval = 'month', interval_count: count = 1 } = price.recurring ?? {};
  return `at ${amount} / ${count === 1 ? interval : `every ${count} ${interval}s`}`;
}
