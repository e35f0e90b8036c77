import { canonical } from './canonical.js';

type Plain = Record<string, unknown>;

/**
 * The object as it was before an update: `previous_attributes` laid over it. Objects merge, arrays and nulls replace.
 * The provider says null for a key that was not there, so a reduction reads null and absent alike.
 */
export function before(object: Plain, previous: Plain): Plain {
  const merged = new Map(Object.entries(object));
  for (const [key, was] of Object.entries(previous)) {
    const is = merged.get(key);
    merged.set(key, isPlain(is) && isPlain(was) ? before(is, was) : was);
  }
  return Object.fromEntries(merged);
}

/** Whether an update with these `previous_attributes` goes on from the object as it is here. */
export function goesOnFrom(object: Plain, previous: Plain): boolean {
  return Object.entries(previous).every(([key, was]) => {
    const is = object[key];
    return isPlain(is) && isPlain(was) ? goesOnFrom(is, was) : canonical(is ?? null) === canonical(was ?? null);
  });
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
