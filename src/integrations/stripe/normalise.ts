/**
 * An object of the SDK as a webhook would carry it: `Decimal` fields become the strings they are on the wire, and the
 * client's own additions (`lastResponse`) go. Plain values pass unchanged, so both forms give one.
 */
export function normalise<T extends object>(object: T): T {
  return plain(object) as T;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (saysItself(value)) return value.toJSON();
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'lastResponse')
      .map(([name, one]) => [name, plain(one)]),
  );
}

/** A `Decimal`: the package does not export its class, but it knows how it goes into JSON. */
function saysItself(value: object): value is { toJSON(): string } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
