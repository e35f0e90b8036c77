/** A join: of two things seen, what is true of both together. Order and repetition of what was seen make no difference. */
export type Join<T> = (a: T, b: T) => T;

/** States from the lowest level to the highest; those of one level are told apart otherwise. */
export type Levels<State extends string> = readonly (readonly State[])[];

/**
 * The state furthest along. A state the levels do not know stands below all of them: it is stored and shown, and never
 * outlives a known one. Two of one level contradict each other; the greater name is taken, so that order plays no part.
 */
export function furthest<State extends string>(...levels: Levels<State>): Join<State> {
  const rank = ranks(levels);
  return (a, b) => {
    const apart = rank(a) - rank(b);
    return apart > 0 || (apart === 0 && a >= b) ? a : b;
  };
}

/** Only grows: amounts refunded, captured, paid. */
export const largest: Join<number> = (a, b) => Math.max(a, b);

/** Once true stays true. */
export const either: Join<boolean> = (a, b) => a || b;

/** Once set stays. Of two different values the smaller is taken, so that order plays no part. */
export function settled<T extends string | number>(a: T | null, b: T | null): T | null {
  if (a === null) return b;
  if (b === null) return a;
  return a <= b ? a : b;
}

/** A value as one snapshot showed it. */
export interface Dated<T> {
  readonly at: Date;
  /** The event's id: decides inside one second. */
  readonly id: string;
  readonly value: T;
}

/** For what moves both ways: the latest by second, then by event id. */
export function latest<T>(a: Dated<T>, b: Dated<T>): Dated<T> {
  const apart = a.at.getTime() - b.at.getTime();
  return apart > 0 || (apart === 0 && a.id >= b.id) ? a : b;
}

/** The furthest state, and within one level the latest. */
export function furthestThenLatest<State extends string>(...levels: Levels<State>): Join<Dated<State>> {
  const rank = ranks(levels);
  return (a, b) => {
    const apart = rank(a.value) - rank(b.value);
    if (apart === 0) return latest(a, b);
    return apart > 0 ? a : b;
  };
}

/** The join of all that was seen; nothing when nothing was. */
export function joined<T>(join: Join<T>, seen: readonly NoInfer<T>[]): T | undefined {
  const [first, ...rest] = seen;
  return first === undefined ? undefined : rest.reduce(join, first);
}

function ranks(levels: Levels<string>): (state: string) => number {
  const byState = new Map(levels.flatMap((states, level) => states.map((state) => [state, level + 1] as const)));
  return (state) => byState.get(state) ?? 0;
}
