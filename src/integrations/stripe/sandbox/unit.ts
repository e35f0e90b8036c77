import { Agenda } from './agenda.js';
import { previousAttributes } from './diff.js';
import { shown } from './embedded.js';
import { putBack, rowOf, type Before, type Entry } from './entry.js';
import { matching, renderEvent, updatedEvents, TELLING, type Cause } from './events.js';
import { isMade, makeId } from './ids.js';
import { linksOf, type Links } from './links.js';
import { missing, StripeFault } from './sandbox.errors.js';
import type { Changes, EventRow, Loaded, State, Store } from './store.js';
import type { Kind, Objects, Stored, TestClock, WebhookEndpoint } from './wire.js';

const NOUNS: Partial<Record<Kind, string>> = { payment_intent: 'payment_intent', payment_method: 'PaymentMethod' };

/**
 * One request, or one stretch of time: the objects it touched, the events it told, what it made due.
 * Objects are changed in place; whatever changed is found by comparison, so no change can go untold.
 */
export class Unit {
  private readonly entries = new Map<string, Entry>();
  private readonly kinds = new Map<string, Set<Entry>>();
  /** By the act at hand. */
  private readonly touched = new Map<Entry, Before>();
  private readonly known = new Set<string>(); // What was asked for, whether it is there or not.
  private readonly events: EventRow[] = [];
  readonly agenda = new Agenda();
  /** The test clock whose time `at` is, if what is at hand lives on one. */
  clock: string | null = null;
  private readonly began: number;

  constructor(
    readonly store: Store,
    readonly state: State,
    /** Business time in seconds, as Stripe counts it. */
    public at: number,
    private readonly cause: Cause,
    readonly endpoints: readonly WebhookEndpoint[],
  ) {
    this.began = at;
  }

  id(prefix: string): string {
    this.state.counter += 1;
    return makeId(this.state.seed, this.state.counter, prefix);
  }

  async load(ids: Iterable<string | null | undefined>): Promise<void> {
    const wanted = [...new Set(ids)].filter((id): id is string => !!id && !this.entries.has(id) && !this.known.has(id));
    for (const loaded of await this.store.load(wanted)) this.enter(loaded);
    for (const id of wanted) this.known.add(id);
  }

  /** @throws resource_missing */
  async get<K extends Kind>(kind: K, id: string, param = 'id'): Promise<Objects[K]> {
    const found = await this.maybe(kind, id);
    if (!found || 'deleted' in found) throw missing(NOUNS[kind] ?? kind.replace('_', ' '), id, param);
    return found;
  }

  async maybe<K extends Kind>(kind: K, id: string | null | undefined): Promise<Objects[K] | undefined> {
    if (!id) return undefined;
    await this.load([id]);
    const found = this.peek(id);
    await this.goBy(found);
    return found?.object === kind ? (found as unknown as Objects[K]) : undefined;
  }

  /** From here on it is as late as that clock says. */
  keepTime({ id, frozen_time: at }: TestClock): void {
    this.clock = id;
    this.at = at;
  }

  /** An object that was loaded or added before. */
  peek(id: string): Stored | undefined {
    const entry = this.entries.get(id);
    if (entry) this.touch(entry);
    return entry?.object;
  }

  /** All of a kind that hang on one customer, parent or peer, in the order of their making. */
  async find<K extends Kind>(kind: K, field: 'customer' | 'parent' | 'peer', value: string): Promise<Objects[K][]> {
    await this.preload(kind, field, [value]);
    const found = [...(this.kinds.get(kind) ?? [])].filter(
      ({ object }) => linksOf(object)[field as keyof Links] === value,
    );
    for (const entry of found) this.touch(entry);
    return found.toSorted((a, b) => a.seq - b.seq).map(({ object }) => object as unknown as Objects[K]);
  }

  /** Brings in for many what `find` would bring in for each. */
  async preload(kind: Kind, field: 'customer' | 'parent' | 'peer', values: readonly string[]): Promise<void> {
    const asked = [...new Set(values)].filter((value) => !this.known.has(`${kind}:${field}:${value}`));
    // What is new has nothing in the database that hangs on it.
    const wanted = asked.filter((value) => !isMade(value) || this.entries.get(value)?.stored !== '');
    for (const loaded of await this.store.linked(kind, field, wanted)) this.enter(loaded);
    for (const value of asked) this.known.add(`${kind}:${field}:${value}`);
  }

  /** New objects of a kind that the database does not have yet. */
  unwritten<K extends Kind>(kind: K): Objects[K][] {
    const fresh = [...(this.kinds.get(kind) ?? [])].filter(({ stored }) => stored === '');
    return fresh.map(({ object }) => object as unknown as Objects[K]);
  }

  /** Takes in a new object and tells that it exists. */
  add<T extends Stored>(object: T, event?: string | undefined): T {
    this.state.counter += 1;
    const entry = { object, seq: this.state.counter, stored: '', told: JSON.stringify(object) };
    this.take(entry);
    this.touch(entry, true);
    if (event) this.record(event, object);
    return object;
  }

  /** Tells of the beginning of an object that took part in an act before it was told. */
  created(object: Stored, event: string): void {
    const entry = this.entries.get(object.id);
    if (entry) entry.told = JSON.stringify(object);
    this.record(event, object);
  }

  /** Puts what deletion leaves in an object's place. */
  remove(object: Stored, event?: string): Stored {
    const entry = this.entries.get(object.id);
    if (event) this.record(event, object);
    const left = { id: object.id, object: object.object, deleted: true };
    if (entry) Object.assign(entry, { object: left, told: JSON.stringify(left) });
    return left;
  }

  /** Tells what happened to an object; what changed about it is told first, as an edge from the last state. */
  tell(type: string, object: Stored): void {
    const entry = this.entries.get(object.id);
    if (entry && TELLING.has(type)) entry.told = JSON.stringify(object);
    else if (entry) this.edge(entry);
    this.record(type, object);
  }

  /** Tells of every change not yet told. Called at the end of each act, so that events carry its second. */
  settle(): void {
    for (const entry of this.touched.keys()) this.edge(entry);
  }

  /** An act of its own: refused, it leaves nothing unless the refusal keeps it. Answers the refusal. */
  async attempt(act: () => Promise<void>): Promise<StripeFault | undefined> {
    this.begin();
    const [state, told, clock] = [{ ...this.state }, this.events.length, this.clock];
    try {
      await act();
    } catch (error) {
      if (!(error instanceof StripeFault)) throw error;
      if (!error.keeps) {
        this.takeBack();
        this.clock = clock;
        Object.assign(this.state, state);
        this.events.length = told;
      }
      return error;
    } finally {
      this.begin();
    }
    return undefined;
  }

  due(kind: string, ref: string, at: number): void {
    this.agenda.put({ kind, ref, due_at: at, clock: this.clock, undone: false });
  }

  undue(kind: string, ref: string): void {
    this.agenda.put({ kind, ref, due_at: 0, clock: null, undone: true });
  }

  /** Drops everything that was done: it was only to see what would come of it. */
  forget(): void {
    for (const held of [this.entries, this.kinds, this.touched, this.known, this.agenda]) held.clear();
    this.events.length = 0;
  }

  /** Everything that differs from the database, ready to be written. */
  changes(): Changes {
    this.settle();
    return {
      state: this.state,
      objects: [...this.entries.values()].flatMap((entry) => rowOf(entry)),
      events: this.events,
      deliveries: this.events.flatMap((event) =>
        matching(this.endpoints, event, this.clock === null ? event.created : this.began),
      ),
      ...this.agenda.changes(),
    };
  }

  /** What lives on a test clock goes by its time. */
  private async goBy(object: Stored | undefined): Promise<void> {
    const { test_clock: id } = (object ?? {}) as { test_clock?: string | null };
    if (!id || id === this.clock) return;
    await this.load([id]);
    const clock = this.entries.get(id)?.object as unknown as TestClock | undefined;
    if (clock && !('deleted' in clock)) this.keepTime(clock);
  }

  private touch(entry: Entry, isNew = false): void {
    if (!this.touched.has(entry)) this.touched.set(entry, { object: entry.object, told: entry.told, isNew });
  }

  private begin(): void {
    this.settle();
    this.touched.clear();
    this.agenda.begin();
  }

  private takeBack(): void {
    for (const [entry, before] of this.touched) {
      putBack(entry, before);
      if (!before.isNew) continue;
      this.entries.delete(entry.object.id);
      this.kinds.get(entry.object.object)?.delete(entry);
    }
    this.agenda.takeBack();
  }

  private edge(entry: Entry): void {
    const now = JSON.stringify(entry.object);
    if (now === entry.told) return;
    const before = JSON.parse(entry.told) as Stored;
    entry.told = now;
    for (const type of updatedEvents(entry.object)) {
      this.record(type, entry.object, previousAttributes(shown(before), shown(entry.object)));
    }
  }

  private record(type: string, object: Stored, previous?: Record<string, unknown>): void {
    const id = this.id('evt');
    const body = renderEvent({ id, type, object, previous, at: this.at, cause: this.cause, endpoints: this.endpoints });
    this.events.push({ id, seq: this.state.counter, type, created: this.at, object: object.id ?? null, body });
  }

  private enter({ seq, text, ...object }: Loaded): void {
    if (!this.entries.has(object.id)) this.take({ object, seq, stored: text, told: text });
  }

  private take(entry: Entry): void {
    const { id, object: kind } = entry.object;
    this.entries.set(id, entry);
    const others = this.kinds.get(kind) ?? new Set();
    this.kinds.set(kind, others.add(entry));
  }
}
