/** A percentage of an amount, to six places exact, rounded once and half away from zero. */
export function percentage(amount: number, percent: number): number {
  return ratio(amount, percent, 100);
}

/** amount × part ÷ whole, where part and whole have at most six decimal places. */
export function ratio(amount: number, part: number, whole: number): number {
  const scaled = (value: number): bigint => BigInt(Math.round(value * 1e6));
  const product = BigInt(amount) * scaled(part);
  const divisor = scaled(whole);
  const size = product < 0n ? -product : product;
  const rounded = Number((2n * size + divisor) / (2n * divisor));
  return product < 0n && rounded !== 0 ? -rounded : rounded;
}
