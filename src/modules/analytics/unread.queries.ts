import type { Sql } from '../../platform/database/database.js';

const ENOUGH = 1_000;

/** How many events the consumer has not read yet; at most a thousand are counted. */
export async function unread(sql: Sql, consumer: string, types: readonly string[]): Promise<number> {
  const [row] = await sql.query<{ unread: string }>(
    `select count(*)::text as unread from (
       select 1 from platform_event e left join platform_consumer c on c.name = $1
        where (c.name is null or (e.tx, e.seq) > (c.tx, c.seq)) and e.type = any($2::text[]) limit ${ENOUGH}) as waiting`,
    [consumer, types],
  );
  return Number(row?.unread ?? 0);
}
