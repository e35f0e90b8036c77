type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

/**
 * What `previous_attributes` says: merged into `after`, it gives `before`. Objects merge key by key,
 * arrays and everything else are whole, a key that was not there was null. Empty when nothing changed.
 */
export function previousAttributes(before: object, after: object): Record<string, unknown> {
  return changes(before as Record<string, Json>, after as Record<string, Json>);
}

function changes(before: Record<string, Json>, after: Record<string, Json>): Record<string, Json> {
  const previous: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[key], after[key]];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    previous[key] = isHash(was) && isHash(is) ? changes(was, is) : (was ?? null);
  }
  return previous;
}

function isHash(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
