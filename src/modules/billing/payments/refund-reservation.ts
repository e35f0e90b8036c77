import type { Sql } from '../../../platform/database/database.js';

/** The provider will not give it back: what was set aside for the refund is free again. @param why a problem code */
export async function freeReservation(sql: Sql, refundId: string, why: string): Promise<void> {
  await sql.query(
    `update billing_refund set status = 'failed', failure_reason = $2 where id = $1 and status = 'requested'`,
    [refundId, why],
  );
}
