import type { Clock } from '../../../kernel/clock.js';
import type { Sql } from '../../../platform/database/database.js';
import type { Proof } from '../../../platform/ops/proofs.js';
import { LIMITS } from '../overdue.service.js';
import { openKeys } from '../unmatched.js';

/** Each key of a matched account has returned to zero, or is open in one currency and younger than its account allows; suspense is empty. */
export const matched =
  (sql: Sql, clock: Clock): Proof =>
  async () => {
    const differences = await openKeys(sql, LIMITS, clock.now(), { apart: true });
    const [row] = await sql.query<{ keys: string }>(KEYS, [LIMITS.map(({ account }) => account)]);
    return { ok: differences.length === 0, checked: Number(row?.keys), differences };
  };

const KEYS = `
  select count(*) as keys from (
    select distinct account, match_key from ledger_entry where match_key is not null and account = any($1::text[])) as key`;
