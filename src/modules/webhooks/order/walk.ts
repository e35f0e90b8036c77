import { pathThrough, startsOf, trailsThrough, type Edge } from './euler.js';

/** An edge or an observation of an object, in its second. */
export interface Move<Event> extends Edge {
  /** Whole seconds: finer the provider does not tell. */
  readonly second: number;
  readonly event: Event;
}

/** A state reached, by which event. */
export interface Stop<Event> {
  readonly state: string;
  readonly second: number;
  readonly event: Event;
  /** Not reached by an edge: an edge that should lead here is missing. */
  readonly jumped: boolean;
  /** Reached on the word of an observation, until the edge behind it arrives. */
  readonly observed: boolean;
}

export interface WalkBreak<Event> {
  readonly kind: 'gap' | 'no_path' | 'foreign';
  readonly expected: string;
  readonly found: string | null;
  readonly second: number;
  readonly event: Event;
}

/**
 * Walks an object's history second by second. An absorbing state ends the walk: whatever comes later is history only.
 */
export class Walk<Event> {
  readonly stops: Stop<Event>[] = [];
  readonly breaks: WalkBreak<Event>[] = [];

  constructor(
    private current: string | null,
    private readonly absorbs: (state: string) => boolean,
  ) {}

  get over(): boolean {
    return this.current !== null && this.absorbs(this.current);
  }

  /** All edges of one second, in the one order that uses each of them once. */
  through(edges: readonly Move<Event>[]): void {
    const known = this.current === null ? edges : edges.filter(({ from }) => from !== null);
    if (known.length === 0) return;

    const path = pathThrough(known, this.current) ?? this.afterAGap(known);
    if (path) for (const edge of path) this.step(edge, edge.to);
    else this.inPieces(known);
  }

  /** What was seen, where no edge leads: it counts as one from where we are. */
  observe(seen: Move<Event>): void {
    this.step(seen, seen.to, { observed: true });
  }

  private afterAGap(edges: readonly Move<Event>[]): Move<Event>[] | undefined {
    for (const start of startsOf(edges)) {
      const path = pathThrough(edges, start);
      const first = path?.[0];
      if (!path || !first || start === null) continue;
      this.breakAt(first, this.current === null ? 'foreign' : 'gap');
      this.step(first, start, { jumped: true });
      return path;
    }
    return undefined;
  }

  /** Several changes of one second are missing: what goes on from where we are comes first, then the rest with gaps between. */
  private inPieces(edges: readonly Move<Event>[]): void {
    for (const trail of trailsThrough(edges, this.current)) {
      const [first] = trail;
      if (first && first.from !== this.current && first.from !== null) {
        this.breakAt(first, this.current === null ? 'foreign' : 'no_path');
        this.step(first, first.from, { jumped: true });
      }
      for (const edge of trail) this.step(edge, edge.to);
    }
  }

  private step(by: Move<Event>, state: string, how: { jumped?: boolean; observed?: boolean } = {}): void {
    if (this.over || state === this.current) return;
    this.current = state;
    this.stops.push({ state, second: by.second, event: by.event, jumped: false, observed: false, ...how });
  }

  private breakAt(edge: Move<Event>, kind: WalkBreak<Event>['kind']): void {
    if (this.over) return;
    this.breaks.push({
      kind,
      expected: edge.from ?? 'nothing',
      found: this.current,
      second: edge.second,
      event: edge.event,
    });
  }
}
