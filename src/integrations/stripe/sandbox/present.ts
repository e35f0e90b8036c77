import { shown } from './embedded.js';
import type { BalanceTransaction, WireList } from './wire.js';

/** What an answer shows that state does not keep: whether money is available yet is a matter of the clock. Nor does it show all that state keeps. */
export function present(object: object, at: number): object {
  if (isList(object)) return { ...object, data: object.data.map((one) => present(one, at)) };
  if (!isMovement(object)) return 'object' in object ? shown(object as { object: string }) : object;
  return { ...object, status: object.available_on <= at ? 'available' : 'pending' };
}

function isList(object: object): object is WireList<object> {
  return 'object' in object && object.object === 'list';
}

function isMovement(object: object): object is BalanceTransaction {
  return 'object' in object && object.object === 'balance_transaction';
}
