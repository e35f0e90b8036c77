import { createHash } from 'node:crypto';

/** Numbers from 0 up to 1 that a seed fixes, so that what went wrong once can be made to go wrong again. */
export function chances(seed: string): () => number {
  let n = 0;
  return () => {
    n += 1;
    return createHash('sha256').update(`${seed}:${n}`).digest().readUInt32BE() / 2 ** 32;
  };
}

/** The items in another order, drawn from the chances. */
export function shuffled<Item>(items: readonly Item[], chance: () => number): Item[] {
  return items
    .map((item) => ({ item, lot: chance() }))
    .toSorted((a, b) => a.lot - b.lot)
    .map(({ item }) => item);
}
