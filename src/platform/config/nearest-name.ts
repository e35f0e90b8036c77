/** The known name that is the fewest slips away from the given one, if it is near at all. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const near = known
    .map((name) => ({ name, slips: slips(given, name) }))
    .filter(({ name, slips: count }) => count <= Math.max(2, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.slips - b.slips);
  return near[0]?.name;
}

/** Letters to add, drop or change to make one word of the other (Levenshtein). */
export function slips(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j += 1) {
      const change = (row[j] ?? 0) + (letter === right[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
