/** A place on the screen for a value. */
export type Scale = (value: number) => number;

export function linear([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const span = high - low;
  return span === 0 ? () => (from + to) / 2 : (value) => from + ((value - low) / span) * (to - from);
}

/** Round values from below the lowest to above the highest, about as many as asked for. Zero is one of them if inside. */
export function ticks(low: number, high: number, about = 4): number[] {
  if (low === high) return low === 0 ? [0, 1] : ticks(Math.min(0, low), Math.max(0, high), about);
  const rough = (high - low) / about;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10) * magnitude;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: last - first + 1 }, (_, index) => clean((first + index) * step));
}

/** Equal slots for n bars with a gap between them. */
export function slots(n: number, [from, to]: readonly [number, number], gap = 0.3): { x: number; width: number }[] {
  const step = (to - from) / Math.max(1, n);
  const width = Math.min(step * (1 - gap), 64);
  return Array.from({ length: n }, (_, index) => ({ x: from + index * step + (step - width) / 2, width }));
}

/** Which of n labels to write so that each has at least this much room; the last one always. */
export function labelled(n: number, width: number, room: number): Set<number> {
  const every = Math.max(1, Math.ceil((n * room) / Math.max(1, width)));
  return new Set(
    Array.from({ length: n }, (_, index) => n - 1 - index).filter((index) => (n - 1 - index) % every === 0),
  );
}

function clean(value: number): number {
  return Number(value.toPrecision(12));
}
