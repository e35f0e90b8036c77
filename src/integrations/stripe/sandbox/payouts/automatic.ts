import { announceAvailable } from '../balance.js';
import { HOME } from '../rates.js';
import type { Unit } from '../unit.js';
import type { BalanceTransaction } from '../wire.js';
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
  const movements = await waiting(unit);
  const amount = movements.reduce((sum, { net }) => sum + net, 0);
  if (amount <= 0) return;
  const payout = payOut(unit, { amount, automatic: true, description: 'STRIPE PAYOUT' });
  for (const one of movements) markTaken(one, payout.id);
  unit.tell('payout.created', payout);
}

/** What is available and went with no payout yet. */
async function waiting(unit: Unit): Promise<BalanceTransaction[]> {
  const written = await unit.store.sql.query<{ id: string }>(
    `select id from stripe_sandbox.object where type = 'balance_transaction' and status is null
       and (data ->> 'available_on')::bigint <= $1 and data ->> 'currency' = $2`,
    [unit.at, HOME],
  );
  const ids = written.map(({ id }) => id);
  await unit.load(ids);
  const movements = [...ids.map((id) => unit.peek(id) as BalanceTransaction), ...unit.unwritten('balance_transaction')];
  return movements.filter((one) => one.available_on <= unit.at && one.currency === HOME && payoutOf(one) === null);
}
