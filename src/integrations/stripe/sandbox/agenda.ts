import type { Changes, DueRow } from './store.js';

export interface Due extends DueRow {
  /** It no longer waits. */
  readonly undone: boolean;
}

/** What was made due, or no longer is, and not yet written. */
export class Agenda {
  private readonly items = new Map<string, Due>();
  /** What stood in place of those that the act at hand put. */
  private readonly replaced = new Map<string, Due | undefined>();

  put(due: Due): void {
    const key = `${due.kind} ${due.ref}`;
    if (!this.replaced.has(key)) this.replaced.set(key, this.items.get(key));
    this.items.set(key, due);
  }

  values(): Iterable<Due> {
    return this.items.values();
  }

  /** From here on another act is at hand. */
  begin(): void {
    this.replaced.clear();
  }

  /** The act at hand was refused. */
  takeBack(): void {
    for (const [key, due] of this.replaced) {
      if (due) this.items.set(key, due);
      else this.items.delete(key);
    }
  }

  clear(): void {
    this.items.clear();
  }

  changes(): Pick<Changes, 'dues' | 'undone'> {
    const all = [...this.items.values()];
    return {
      dues: all.filter(({ undone }) => !undone).map(({ undone: _, ...due }) => due),
      undone: all.filter(({ undone }) => undone).map(({ kind, ref }) => ({ kind, ref })),
    };
  }
}
