import type { Params } from './params.js';

export interface Address {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
}

/** An address parameter; an empty one clears, an absent one says nothing. */
export function addressOf(params: Params, name = 'address'): Address | null | undefined {
  if (!params.has(name)) return undefined;
  const given = params.below(name);
  if (!given) return null;
  const part = (key: keyof Address): string | null => given.text(key) ?? null;
  const address = {
    city: part('city'),
    country: part('country'),
    line1: part('line1'),
    line2: part('line2'),
    postal_code: part('postal_code'),
    state: part('state'),
  };
  given.done();
  return address;
}
