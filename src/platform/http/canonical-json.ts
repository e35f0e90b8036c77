import { createHash } from 'node:crypto';

/** JSON with sorted members and no blanks: the same text for the same meaning. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => `${JSON.stringify(name)}:${canonicalJson(part)}`);
  return `{${members.join(',')}}`;
}

export function fingerprintOf(method: string, address: string, body: unknown): string {
  return createHash('sha256')
    .update(canonicalJson([method, address, body ?? null]))
    .digest('hex');
}
