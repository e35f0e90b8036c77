import { actOnDue } from '../due.js';
import { BATCH } from '../store.js';
import type { Unit } from '../unit.js';

/** Lets one stretch of a test clock's time pass for what lives on it. Answers whether it has arrived. */
export async function advancePart(unit: Unit, id: string): Promise<boolean> {
  const clock = await unit.get('test_helpers.test_clock', id);
  const target = clock.status_details.advancing?.target_frozen_time;
  if (target === undefined) return true;
  unit.keepTime(clock);
  const rows = await unit.store.dueBy(id, target);
  const last = rows.length < BATCH ? target : (rows.at(-1)?.due_at ?? target);
  const reached = await actOnDue(unit, rows, last);
  unit.at = reached;
  clock.frozen_time = reached;
  if (reached < target) return false;
  clock.status = 'ready';
  clock.status_details = {};
  unit.tell('test_helpers.test_clock.ready', clock);
  return true;
}
