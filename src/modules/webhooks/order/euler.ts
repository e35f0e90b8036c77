/** A change from one state to another, named by the hash-like text of both. `null` is "not there yet". */
export interface Edge {
  readonly from: string | null;
  readonly to: string;
  /** Decides between paths that are equally possible. */
  readonly id: string;
}

/**
 * The path from `start` that uses every edge exactly once (Hierholzer), or nothing when there is none. Where several
 * exist the smaller id goes first, so that the order of arrival plays no part; the end of the path is the same in all.
 */
export function pathThrough<E extends Edge>(edges: readonly E[], start: string | null): E[] | undefined {
  const out = leaving(edges);
  const walked: E[] = [];
  const stack: { at: string | null; by?: E }[] = [{ at: start }];

  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const next = out.get(top.at)?.pop();
    if (next) stack.push({ at: next.to, by: next });
    else if (stack.pop()?.by) walked.push(top.by as E);
  }

  const path = walked.toReversed();
  return path.length === edges.length && joins(path, start) ? path : undefined;
}

/** Where a path through all edges could begin: a state left more often than entered, else any, smallest id first. */
export function startsOf(edges: readonly Edge[]): (string | null)[] {
  const sources = sourcesOf(edges);
  return sources.length > 0
    ? [...new Set(sources)]
    : byId(edges)
        .slice(0, 1)
        .map(({ from }) => from);
}

/**
 * All edges as few trails, where no single one uses them all: first the one that goes on from `start`, then one from each
 * state left more often than entered, in the order of their ids; circuits are walked where a trail passes by them.
 */
export function trailsThrough<E extends Edge>(edges: readonly E[], start: string | null): E[][] {
  const out = leaving(edges);
  const open = [start, ...sourcesOf(edges)].map((at) => trailFrom(at, out)).filter((trail) => trail.length > 0);
  const trails = open.map((trail) => withCircuits(trail, out));
  for (const { from } of byId(edges)) {
    const circuit = trailFrom(from, out);
    if (circuit.length > 0) trails.push(withCircuits(circuit, out));
  }
  return trails;
}

export function byId<E extends { readonly id: string }>(things: readonly E[]): E[] {
  return things.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The states left more often than entered, each as often as that, in the order of the ids that leave them. */
function sourcesOf(edges: readonly Edge[]): (string | null)[] {
  const surplus = new Map<string | null, number>();
  for (const { from, to } of byId(edges)) {
    surplus.set(from, (surplus.get(from) ?? 0) + 1);
    surplus.set(to, (surplus.get(to) ?? 0) - 1);
  }
  return [...surplus].flatMap(([state, more]) => Array.from({ length: Math.max(0, more) }, () => state));
}

/** Goes on for as long as there is a way, and takes it out. */
function trailFrom<E extends Edge>(start: string | null, out: Map<string | null, E[]>): E[] {
  const trail: E[] = [];
  for (let next = out.get(start)?.pop(); next; next = out.get(next.to)?.pop()) trail.push(next);
  return trail;
}

/** What is left leads back to where it begins once all open trails are taken, so that it fits in where they pass. */
function withCircuits<E extends Edge>(trail: readonly E[], out: Map<string | null, E[]>): E[] {
  const whole = [...trail];
  for (let index = 0; index < whole.length; index += 1) {
    whole.splice(index, 0, ...trailFrom((whole[index] as E).from, out));
  }
  return [...whole, ...trailFrom(whole.at(-1)?.to ?? null, out)];
}

/** Edges by the state they leave, the smallest id at the end so that it is taken first. */
function leaving<E extends Edge>(edges: readonly E[]): Map<string | null, E[]> {
  const out = new Map<string | null, E[]>();
  for (const edge of byId(edges).toReversed()) {
    const others = out.get(edge.from);
    if (others) others.push(edge);
    else out.set(edge.from, [edge]);
  }
  return out;
}

function joins(path: readonly Edge[], start: string | null): boolean {
  return path.every((edge, index) => edge.from === (index === 0 ? start : path[index - 1]?.to));
}
