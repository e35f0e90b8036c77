import type { Price } from './wire.js';

/** What a quantity of a price costs, in minor units, rounded once and half away from zero. */
export function priceOf(price: Price, quantity: number): number {
  if (!price.tiers) return rounded(Number(price.unit_amount_decimal ?? price.unit_amount ?? 0) * quantity);
  const tiers = price.tiers.map((tier) => ({
    upTo: tier.up_to ?? Infinity,
    flat: Number(tier.flat_amount_decimal ?? 0),
    each: Number(tier.unit_amount_decimal ?? 0),
  }));
  if (price.tiers_mode === 'volume') {
    const tier = tiers.find(({ upTo }) => quantity <= upTo);
    return rounded((tier?.each ?? 0) * quantity + (tier?.flat ?? 0));
  }
  let [sum, from] = [0, 0];
  for (const { upTo, flat, each } of tiers) {
    if (quantity <= from) break;
    sum += each * (Math.min(quantity, upTo) - from) + flat;
    from = upTo;
  }
  return rounded(sum);
}

/** Half away from zero, and no fraction of a float's last bit tips it. */
export function rounded(amount: number): number {
  const size = Math.floor(Math.abs(amount) + 0.5 + 1e-9);
  return size === 0 ? 0 : amount < 0 ? -size : size;
}

/** `19.00 USD`-like words of a description. */
export function inWords(price: Price): string {
  const amount = (Number(price.unit_amount_decimal ?? 0) / 100).toFixed(2);
  const { interval = 'month', interval_count: count = 1 } = price.recurring ?? {};
  return `at ${price.currency.toUpperCase()} ${amount} / ${count === 1 ? interval : `every ${count} ${interval}s`}`;
}
