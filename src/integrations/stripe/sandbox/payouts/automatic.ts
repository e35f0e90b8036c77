import { announceAvailable, HOME } from '../balance.js';
import type { Unit } from '../unit.js';
import { payOut } from './payout.js';
import { scheduleOf } from './schedule.js';
import { markTaken, payoutOf } from './taken.js';

/** Money has become available: said, and paid out where the account does that by itself. */
export async function onAvailable(unit: Unit): Promise<void> {
  await announceAvailable(unit);
  await payOutDaily(unit);
}

/** On a day on which money became available, all of it leaves in one payout, if the account pays out daily. */
export async function payOutDaily(unit: Unit): Promise<void> {
  const schedule = await scheduleOf(unit);
  if (schedule?.interval !== 'daily') return;
  const amount = await waiting(unit);
  if (amount <= 0) return;
  const payout = payOut(unit, { amount, automatic: true, description: 'STRIPE PAYOUT' });
  await take(unit, payout.id, payout.balance_transaction);
  unit.tell('payout.created', payout);
}

const WAITING = `type = 'balance_transaction' and status is null
  and (data ->> 'available_on')::bigint <= $1 and data ->> 'currency' = $2`;

/** The sum of what is available and went with no payout yet. */
async function waiting(unit: Unit): Promise<number> {
  const [row] = await unit.store.sql.query<{ net: string }>(
    `select coalesce(sum((data ->> 'net')::bigint), 0)::text as net from stripe_sandbox.object where ${WAITING}`,
    [unit.at, HOME],
  );
  return fresh(unit).reduce((sum, { net }) => sum + net, Number(row?.net ?? 0));
}

async function take(unit: Unit, payout: string, own: unknown): Promise<void> {
  await unit.store.sql.query(`update stripe_sandbox.object set status = $3 where ${WAITING}`, [unit.at, HOME, payout]);
  for (const one of fresh(unit)) if (one.id !== own) markTaken(one, payout);
}

/** Movements of this stretch of time that the database does not have yet. */
function fresh(unit: Unit) {
  return unit
    .unwritten('balance_transaction')
    .filter((one) => one.available_on <= unit.at && one.currency === HOME && payoutOf(one) === null);
}
