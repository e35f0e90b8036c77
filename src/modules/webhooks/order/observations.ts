import type { Move, Stop } from './walk.js';

/** Our clock and the provider's may differ by this, and an answer travels for a while. */
const SKEW_SECONDS = 60;
const NOWHERE = -1;

interface Place {
  readonly state: string | null;
  readonly from: number;
  readonly until: number;
  readonly jumped: boolean;
}

/**
 * Observations that say something the edges do not: in order, each is looked for on the path at or after the place the
 * one before it was found. One that lies there adds nothing; one that contradicts an unbroken path adds nothing either,
 * for the edges know better; the rest count as edges until the real ones arrive.
 * @param seen observations in order
 */
export function unexplained<Event>(
  seen: readonly Move<Event>[],
  stops: readonly Stop<Event>[],
  start: { readonly state: string | null; readonly second: number },
  absorbs: (state: string) => boolean,
): Move<Event>[] {
  const path = places(stops, start);
  const left: Move<Event>[] = [];
  const taken = new Set<number>();
  let [pointer, at] = [0, NOWHERE];

  for (const one of seen) {
    // Circuits of one second may have been gone round in another order than the path has them: then it lies further back.
    const passed = (place: Place, index: number) => !taken.has(index) && place.from === path[pointer]?.from;
    // A change of nothing that we fold is answered with the state we were told before.
    const lies = (place: Place, index: number) => index >= pointer || index === at || passed(place, index);
    const found = path.findIndex((place, index) => explains(place, one) && lies(place, index));
    if (found >= 0) {
      taken.add(found);
      at = found;
      pointer = Math.max(pointer, found);
      continue;
    }
    at = NOWHERE;
    const next = path.findIndex(({ from }) => from > one.second);
    if (next >= 0 && !path[next]?.jumped && !absorbs(one.to)) continue;
    left.push(one);
    pointer = Math.max(pointer, next < 0 ? path.length : next);
  }
  return left;
}

function explains(place: Place, { to, second }: Move<unknown>): boolean {
  if (place.state !== to || (place.jumped && place.from > second)) return false;
  return place.from <= second + SKEW_SECONDS && place.until >= second - SKEW_SECONDS;
}

function places<Event>(
  stops: readonly Stop<Event>[],
  start: { readonly state: string | null; readonly second: number },
): Place[] {
  const visited = [{ state: start.state, second: start.second, jumped: false }, ...stops];
  return visited.map(({ state, second, jumped }, index) => ({
    state,
    from: second,
    until: visited[index + 1]?.second ?? Number.POSITIVE_INFINITY,
    jumped,
  }));
}
