import { hash } from 'node:crypto';
import type { Sql } from '../../../platform/database/database.js';
import type { Proof } from '../../../platform/ops/proofs.js';
import type { Bodies } from './bodies.js';

interface Kept {
  readonly seq: string;
  readonly id: string;
  readonly external_id: string;
  readonly sha256: string;
  readonly body: Buffer | null;
}

const PAGE = 500;

/** Every body is there, opens in its own place, and is the bytes that were received. What was redacted keeps the hash of what it was. */
export const keptBodies =
  (sql: Sql, bodies: Bodies): Proof =>
  async ({ since }) => {
    const differences: object[] = [];
    let checked = 0;
    for (let last = '0'; ;) {
      const page = await sql.query<Kept>(NEXT, [last, since ?? '-infinity', PAGE]);
      const end = page.at(-1);
      if (!end) return { ok: differences.length === 0, checked, differences: differences.slice(0, 100) };
      for (const { id, external_id, ...row } of page) {
        const wrong = faultOf(bodies, { id, external_id, ...row });
        if (wrong) differences.push({ id, external_id, wrong });
      }
      checked += page.length;
      last = end.seq;
    }
  };

function faultOf(bodies: Bodies, { id, sha256, body }: Kept): string | undefined {
  if (!body) return 'it has no body';
  try {
    return hash('sha256', bodies.open(id, Buffer.from(body)), 'hex') === sha256 ? undefined : 'its body is another';
  } catch {
    return 'its body does not open';
  }
}

const NEXT = `
  select i.seq::text as seq, i.id, i.external_id, encode(i.body_sha256, 'hex') as sha256, b.body
    from webhooks_inbox i left join webhooks_body b on b.seq = i.seq
   where i.seq > $1::bigint and i.received_at >= $2::timestamptz and i.redacted_at is null
   order by i.seq limit $3`;
