/** Metadata as Stripe merges it: a key with an empty value goes, an empty hash clears all. */
export function merged(kept: Record<string, string>, given: Record<string, string>): Record<string, string> {
  if (Object.keys(given).length === 0) return {};
  return Object.fromEntries(Object.entries({ ...kept, ...given }).filter(([, value]) => value !== ''));
}
