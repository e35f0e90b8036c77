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

/** Where a path through all edges could begin: the one state left once more often than entered, else any, smallest id first. */
export function startsOf(edges: readonly Edge[]): (string | null)[] {
  const surplus = new Map<string | null, number>();
  for (const { from, to } of edges) {
    surplus.set(from, (surplus.get(from) ?? 0) + 1);
    surplus.set(to, (surplus.get(to) ?? 0) - 1);
  }
  const sources = [...surplus].filter(([, degree]) => degree > 0).map(([state]) => state);
  return sources.length > 0
    ? sources
    : byId(edges)
        .slice(0, 1)
        .map(({ from }) => from);
}

export function byId<E extends { readonly id: string }>(things: readonly E[]): E[] {
  return things.toSorted((a, b) => (a.id < b.id ? -1 : 1));
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
