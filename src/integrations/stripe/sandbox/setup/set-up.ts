import type { Unit } from '../unit.js';

/** A card that was confirmed once for later: one that only wants that asks no more. */
export function rememberSetUp(unit: Unit, method: string): void {
  const id = `set_up_${method}`;
  if (!unit.peek(id)) unit.add({ id, object: 'sandbox_set_up' });
}

export async function isSetUp(unit: Unit, method: string): Promise<boolean> {
  const id = `set_up_${method}`;
  await unit.load([id]);
  return unit.peek(id) !== undefined;
}
