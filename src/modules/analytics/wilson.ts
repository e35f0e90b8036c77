/** Two-sided 95 % of the standard normal distribution. */
const Z = 1.959963984540054;

/** The Wilson score interval of a proportion at 95 %: honest for few trials and near 0 and 1. */
export function wilson(successes: number, trials: number): { low: number; high: number } {
  const share = successes / trials;
  const spread = Z ** 2 / trials;
  const middle = share + spread / 2;
  const reach = Z * Math.sqrt((share * (1 - share) + spread / 4) / trials);
  return { low: (middle - reach) / (1 + spread), high: (middle + reach) / (1 + spread) };
}
