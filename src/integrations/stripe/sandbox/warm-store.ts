import { isMade } from './ids.js';
import { linksOf, type Links } from './links.js';
import { Store, type Asked, type Changes, type Loaded, type Moment } from './store.js';
import type { Stored } from './wire.js';

type Field = 'customer' | 'parent' | 'peer';

const FIELDS: readonly Field[] = ['customer', 'parent', 'peer'];

interface Kept {
  readonly seq: number;
  readonly text: string;
  readonly links: Links;
}

/** So many objects are kept, some 2 kB each; a small business touches fewer. */
const MOST = 4_000;

/** Keeps the objects that turns have read and written, for as long as nobody else writes. */
export class WarmStore extends Store {
  private at: string | undefined;
  /** By id; null where there is none. */
  private readonly near = new Map<string, Kept | null>();
  /** The ids of all objects of a kind that hang on one customer, parent or peer. Each of them is `near`. */
  private readonly sets = new Map<string, Set<string>>();
  /** Ids that were not there before a turn here wrote them: all that hangs on them was written here too. */
  private readonly born = new Set<string>();

  override async moment(asked: Asked): Promise<Moment> {
    const moment = await super.moment(asked);
    if (moment.version !== this.at || this.near.size > MOST) this.forget();
    this.at = moment.version;
    return moment;
  }

  override async load(ids: readonly string[]): Promise<Loaded[]> {
    const unknown = ids.filter((id) => !this.near.has(id));
    for (const id of unknown) this.near.set(id, null);
    for (const loaded of await super.load(unknown)) this.keep(loaded);
    return this.kept(ids);
  }

  override async linked(kind: string, field: Field, values: readonly string[]): Promise<Loaded[]> {
    const unknown = values.filter((value) => !this.sets.has(nameOf(kind, field, value)) && !this.born.has(value));
    const found = await super.linked(kind, field, unknown);
    for (const value of unknown) this.sets.set(nameOf(kind, field, value), new Set());
    for (const loaded of found) this.put(loaded.id, kind, this.keep(loaded));
    return this.kept(values.flatMap((value) => [...(this.sets.get(nameOf(kind, field, value)) ?? [])]));
  }

  override async write(changes: Changes, version: string): Promise<string | undefined> {
    const written = await super.write(changes, version);
    this.at = written;
    if (written === undefined) return undefined;
    for (const { id } of changes.objects) if (isMade(id) && !this.near.get(id)) this.born.add(id);
    for (const { id, type, seq, data: text, customer, parent, peer, status } of changes.objects) {
      this.take(id, type);
      const kept = { seq, text, links: { customer, parent, peer, status } };
      this.near.set(id, kept);
      this.put(id, type, kept);
    }
    return written;
  }

  private keep({ seq, text, ...object }: Loaded): Kept {
    const kept = { seq, text, links: linksOf(object) };
    this.near.set(object.id, kept);
    return kept;
  }

  /** Each time anew from its text: who has it changes it in place. */
  private kept(ids: readonly string[]): Loaded[] {
    return ids.flatMap((id) => {
      const kept = this.near.get(id);
      return kept ? [{ ...(JSON.parse(kept.text) as Stored), seq: kept.seq, text: kept.text }] : [];
    });
  }

  /** Into the sets it belongs to, of those that are known. */
  private put(id: string, kind: string, { links }: Kept): void {
    for (const field of FIELDS) this.setOf(kind, field, links[field])?.add(id);
  }

  private setOf(kind: string, field: Field, value: string | null): Set<string> | undefined {
    const name = nameOf(kind, field, value);
    if (value !== null && this.born.has(value) && !this.sets.has(name)) this.sets.set(name, new Set());
    return this.sets.get(name);
  }

  private take(id: string, kind: string): void {
    const before = this.near.get(id);
    if (!before) return;
    for (const field of FIELDS) this.sets.get(nameOf(kind, field, before.links[field]))?.delete(id);
  }

  private forget(): void {
    this.near.clear();
    this.sets.clear();
    this.born.clear();
  }
}

function nameOf(kind: string, field: Field, value: string | null): string {
  return `${kind}:${field}:${value}`;
}
