import { createHash } from 'node:crypto';
import type { InboxEvent, ProviderEvent } from '../fold.js';
import { before } from './before.js';
import { canonical } from './canonical.js';
import { unexplained } from './observations.js';
import { Walk, type Move, type Stop, type WalkBreak } from './walk.js';

export interface ChainInput<State> {
  /** All events of one object, in any order, repeated or not. */
  readonly events: readonly InboxEvent[];
  /** The fields that are folded, as plain JSON. Of an update it is asked for the object before and after. */
  readonly reduce: (object: ProviderEvent['data']['object'], event: InboxEvent) => State;
  /** A state that nothing leaves: whatever comes later is filed in history only. */
  readonly terminal: (state: State) => boolean;
  /** What is already folded: events up to and including this second are taken as in it. */
  readonly from?: { readonly state: State; readonly at: Date };
}

/** A state the object took, when, and the event that says so. */
export interface ChainStep<State> {
  readonly at: Date;
  readonly state: State;
  readonly event: InboxEvent;
  /** On the word of an observation; the edge itself has not arrived. */
  readonly provisional: boolean;
}

/** A place where an event does not continue from where the one before it ended: something is missing. */
export interface ChainBreak {
  readonly kind: 'gap' | 'no_path' | 'foreign';
  /** The provider's id of the event that does not continue. */
  readonly eventId: string;
  readonly at: Date;
  /** Digests of the state the event begins with and of the one we had; `null` for none. */
  readonly expected: string;
  readonly found: string | null;
  /** Set when the object has been fetched since: it was as we had it, or has been put right. */
  readonly closedBy?: 'equal' | 'reconciled';
}

export interface Chain<State> {
  readonly states: readonly ChainStep<State>[];
  readonly breaks: readonly ChainBreak[];
}

/**
 * The history of an object from events that arrived in any order and whose times have a resolution of a second: each
 * update is an edge from the object before to the object after, and inside a second the one path is taken that uses
 * every edge once. Snapshots without "before" only count while the edges do not explain them.
 */
export function orderChain<State>(input: ChainInput<State>): Chain<State> {
  const read = new Reading(input);
  const { start, absorbs } = read;
  const alone = walk(read.edges, [], start.state, absorbs);
  const telling = unexplained(read.observations, alone.stops, start, absorbs);
  const whole = telling.length === 0 ? alone : walk(read.edges, telling, start.state, absorbs);
  return {
    states: whole.stops.map((stop) => read.step(stop)),
    breaks: whole.breaks.map((one) => closed(read.broken(one), read.observations, telling)),
  };
}

class Reading<State> {
  readonly edges: Move<InboxEvent>[] = [];
  readonly observations: Move<InboxEvent>[];
  readonly start: { readonly state: string | null; readonly second: number };
  readonly absorbs = (name: string): boolean => this.input.terminal(this.state(name));
  private readonly states = new Map<string, State>();

  constructor(private readonly input: ChainInput<State>) {
    const { from, events } = input;
    this.start = from
      ? { state: this.named(from.state), second: secondOf(from.at) }
      : { state: null, second: Number.NEGATIVE_INFINITY };
    const unique = [...new Map(events.map((event) => [event.externalId, event])).values()];
    const seen: Move<InboxEvent>[] = [];
    for (const event of unique) {
      if (secondOf(event.occurredAt) <= this.start.second) continue;
      const move = this.move(event);
      (isEdge(event) ? this.edges : seen).push(move);
    }
    this.observations = seen.toSorted(asTheyWereSeen);
  }

  step({ state, event, observed }: Stop<InboxEvent>): ChainStep<State> {
    return { at: event.occurredAt, state: this.state(state), event, provisional: observed };
  }

  broken({ kind, expected, found, event }: WalkBreak<InboxEvent>): ChainBreak {
    const { externalId: eventId, occurredAt: at } = event;
    return { kind, eventId, at, expected: digest(expected), found: found === null ? null : digest(found) };
  }

  private move(event: InboxEvent): Move<InboxEvent> {
    const { object, previous_attributes: previous } = event.body.data;
    const to = this.named(this.input.reduce(object, event));
    const was = previous && isEdge(event) ? (before(object, previous) as typeof object) : undefined;
    const from = was ? this.named(this.input.reduce(was, event)) : null;
    return { from, to, id: event.externalId, second: secondOf(event.occurredAt), event };
  }

  private named(state: State): string {
    const name = canonical(state);
    this.states.set(name, state);
    return name;
  }

  private state(name: string): State {
    return this.states.get(name) as State;
  }
}

function walk(
  edges: readonly Move<InboxEvent>[],
  seen: readonly Move<InboxEvent>[],
  from: string | null,
  absorbs: (state: string) => boolean,
): Walk<InboxEvent> {
  const walked = new Walk<InboxEvent>(from, absorbs);
  const seconds = bySecond(edges, seen);
  for (const second of [...seconds.keys()].toSorted((a, b) => a - b)) {
    const { through, observed } = seconds.get(second) as Second;
    walked.through(through);
    for (const one of observed) walked.observe(one);
    if (walked.over) break;
  }
  return walked;
}

interface Second {
  readonly through: Move<InboxEvent>[];
  readonly observed: Move<InboxEvent>[];
}

function bySecond(edges: readonly Move<InboxEvent>[], seen: readonly Move<InboxEvent>[]): Map<number, Second> {
  const seconds = new Map<number, Second>();
  const at = (second: number): Second => {
    const found = seconds.get(second) ?? { through: [], observed: [] };
    seconds.set(second, found);
    return found;
  };
  for (const edge of edges) at(edge.second).through.push(edge);
  for (const one of seen) at(one.second).observed.push(one);
  return seconds;
}

function closed(
  found: ChainBreak,
  observations: readonly Move<InboxEvent>[],
  telling: readonly Move<InboxEvent>[],
): ChainBreak {
  const fetched = observations.find(({ event, second }) => event.source === 'refetch' && second >= secondOf(found.at));
  if (!fetched) return found;
  return { ...found, closedBy: telling.includes(fetched) ? 'reconciled' : 'equal' };
}

/** A creation, or a change that says what was before. */
function isEdge({ type, source, body }: InboxEvent): boolean {
  if (source === 'api' || source === 'refetch') return false;
  return type.endsWith('.created') || Boolean(body.data.previous_attributes);
}

/** By second; then what was delivered, by id, before what we fetched ourselves, in the order we did. */
function asTheyWereSeen(a: Move<InboxEvent>, b: Move<InboxEvent>): number {
  if (a.second !== b.second) return a.second - b.second;
  const [own, other] = [isOurs(a), isOurs(b)];
  if (own !== other) return own ? 1 : -1;
  if (own) return Number(BigInt(a.event.seq) - BigInt(b.event.seq));
  return a.id < b.id ? -1 : 1;
}

function isOurs({ event }: Move<InboxEvent>): boolean {
  return event.source === 'api' || event.source === 'refetch';
}

function secondOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

function digest(state: string): string {
  return createHash('sha256').update(state).digest('hex').slice(0, 32);
}
