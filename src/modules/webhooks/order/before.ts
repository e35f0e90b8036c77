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

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
