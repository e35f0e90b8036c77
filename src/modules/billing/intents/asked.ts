import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../platform/http/canonical-json.js';

/** Raised whenever we begin to say the same wish in other parameters. */
const VERSION = '2';

/** Parameters that nobody asked for: how the provider is to answer, and that nobody sits in front of it. */
const OURS = new Set(['expand', 'off_session', 'confirm', 'auto_advance']);

/** What was asked for, canonical, as the version it was written down in and its SHA-256. */
export function hashOf(asked: object): string {
  const wish = Object.fromEntries(Object.entries(asked).filter(([name]) => !OURS.has(name)));
  return `${VERSION}:${createHash('sha256').update(canonicalJson(wish)).digest('hex')}`;
}

/** Whether one is surely another wish. What another version of us wrote down cannot be compared, and counts as the same. */
export function isAnother(known: string, asked: string): boolean {
  return versionOf(known) === versionOf(asked) && known !== asked;
}

function versionOf(hash: string): string {
  const [version = '', ...rest] = hash.split(':');
  return rest.length === 0 ? '1' : version;
}
