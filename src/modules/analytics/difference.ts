import { signature, type Movement } from './movement.js';

/** A movement that stands as a row. */
export interface Standing extends Movement {
  readonly id: string;
  readonly movementKey: string;
}

/** What brings the rows to say what is true: rows taken back, rows added, and nothing for what they say already. */
export function difference(
  standing: readonly Standing[],
  desired: readonly Movement[],
): { takenBack: Standing[]; added: Movement[] } {
  const kept = Map.groupBy(standing, signature);
  const added = desired.filter((movement) => kept.get(signature(movement))?.pop() === undefined);
  return { takenBack: [...kept.values()].flat(), added };
}
