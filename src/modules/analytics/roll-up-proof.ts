import type { Sql } from '../../platform/database/database.js';
import type { Proof } from '../../platform/ops/proofs.js';
import { MONEY_DAILY_OF } from './money.service.js';
import { DAILY_OF } from './movement.queries.js';

/** Every sum by day is the sum of its rows, and no day is missing. */
export function rollUps(sql: Sql): Proof {
  return async () => {
    const [cells] = await sql.query<{ cells: string }>(CELLS);
    const differences = [...(await sql.query(MRR)), ...(await sql.query(MONEY))].slice(0, 100);
    return { ok: differences.length === 0, checked: Number(cells?.cells ?? 0), differences };
  };
}

const CELLS = `select ((select count(*) from analytics_mrr_daily) + (select count(*) from analytics_money_daily))::text as cells`;

const MRR = `
  with own as (${DAILY_OF} from analytics_mrr_movement group by 1, 2, 3, 4, 5, 6, 7)
  select to_jsonb(daily) as rolled_up, to_jsonb(own) as rows
    from analytics_mrr_daily daily
    full join own using (policy_version, day, currency, plan_id, interval, kind, reason)
   where (daily.delta_minor, daily.customers, daily.active_change, daily.paused_change)
         is distinct from (own.delta_minor, own.customers, own.active_change, own.paused_change)
   limit 100`;

const MONEY = `
  with own as (${MONEY_DAILY_OF} from analytics_money_fact group by 1, 2, 3)
  select to_jsonb(daily) as rolled_up, to_jsonb(own) as rows
    from analytics_money_daily daily full join own using (day, currency, kind)
   where (daily.minor, daily.facts) is distinct from (own.minor, own.facts)
   limit 100`;
