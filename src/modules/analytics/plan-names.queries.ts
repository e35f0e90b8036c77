import type { Sql } from '../../platform/database/database.js';

/**
 * What plans are called, by the subscriptions that were on them: the name as it was last told of the youngest. A plan
 * nobody named is not in the answer.
 */
export async function planNames(sql: Sql, subscriptions: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ plan: string; name: string }>(NAMES, [[...new Set(subscriptions)]]);
  return new Map(rows.map(({ plan, name }) => [plan, name]));
}

// Ids of subscriptions are in the order they were made, and a later entry of a map replaces an earlier one.
const NAMES = `
  select distinct fact.subscription_id, item ->> 'planId' as plan, item ->> 'planName' as name
    from analytics_subscription_fact fact,
         jsonb_array_elements(fact.versions) version, jsonb_array_elements(version -> 'items') item
   where fact.subscription_id = any($1::uuid[]) and item ->> 'planName' is not null
   order by fact.subscription_id`;
