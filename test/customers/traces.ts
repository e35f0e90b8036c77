import type { Database } from '../../src/platform/database/database.js';
import type { Bodies } from '../../src/modules/webhooks/inbox/bodies.js';

/** Every place of ours where a word stands: all tables but the provider's, and the stored bodies opened. */
export async function tracesOf(word: string, database: Database, bodies: Bodies): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const places: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query(`select 1 from "${name}" t where t::text ilike '%' || $1 || '%' limit 1`, [word]);
    if (rows.length > 0) places.push(name);
  }
  const stored = await database.query<{ id: string; body: Buffer }>(
    'select i.id, b.body from webhooks_body b join webhooks_inbox i using (seq)',
  );
  if (stored.some(({ id, body }) => bodies.open(id, body).includes(word))) places.push('bodies');
  return places.toSorted();
}
