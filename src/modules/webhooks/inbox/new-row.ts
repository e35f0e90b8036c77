import { hash } from 'node:crypto';
import { derivedId } from '../../../kernel/id.js';
import type { Source } from '../fold.js';
import type { Described } from './described-event.js';
import type { Verdict } from './verdict.js';

/** A row of the inbox about to be written, with its bytes. */
export interface NewRow {
  readonly id: string;
  readonly provider: string;
  readonly account: string;
  readonly externalId: string;
  readonly source: Source;
  readonly type: string;
  readonly objectKey: string;
  readonly occurredAt: Date;
  readonly apiVersion: string | null;
  readonly secretLabel: string | null;
  readonly sha256: string;
  readonly status: 'pending' | 'skipped' | 'dead';
  readonly lane: 0 | 1;
  readonly outcome: object | null;
  readonly lastError: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How it reached us. */
export interface Carried {
  readonly provider: string;
  readonly source: Source;
  readonly secretLabel?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function rowOf(event: Described, verdict: Verdict, carried: Carried): NewRow {
  const { provider, source, body, headers = {}, secretLabel = null } = carried;
  const { account, externalId, type, objectKey, occurredAt, apiVersion } = event;
  return {
    id: derivedId(occurredAt, `${provider}:${account}:${externalId}`),
    ...{ provider, account, externalId, source, type, objectKey, occurredAt, apiVersion, secretLabel },
    sha256: hashOf(body),
    status: verdict.status,
    lane: source === 'backfill' ? 1 : 0,
    outcome: verdict.status === 'skipped' ? { kind: 'skipped', reason: verdict.reason } : null,
    lastError: null,
    headers,
    body,
  };
}

/** Signed, but nothing we can read: kept under the hash of its bytes, never tried. */
export function unreadableRow(at: Date, carried: Carried): NewRow {
  const { provider, source, body, headers = {}, secretLabel = null } = carried;
  const sha256 = hashOf(body);
  return {
    id: derivedId(at, `${provider}:self:sha256:${sha256}`),
    ...{ provider, account: 'self', externalId: `sha256:${sha256}`, source, type: 'unreadable' },
    objectKey: `${provider}:self:unreadable:${sha256}`,
    ...{ occurredAt: at, apiVersion: null, secretLabel, sha256, status: 'dead', lane: 0, outcome: null },
    lastError: 'The body is signed, but it is not an event.',
    headers,
    body,
  };
}

function hashOf(body: Buffer): string {
  return hash('sha256', body, 'hex');
}
