interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupLimits<Item> {
  readonly items: number;
  readonly bytes: number;
  readonly sizeOf: (item: Item) => number;
}

/** So many waiting are worth a second write beside the running one: the store and we then work at the same time. */
const CROWD = 32;

/**
 * Items of many callers written together, without a timer: the first starts a write and takes along what this turn of
 * the loop still brings, those that come while it runs go with the next; a crowd gets a second write beside the first.
 * Each caller is answered when its own item is durable.
 */
export class GroupCommit<Item, Result> {
  private queue: Waiting<Item, Result>[] = [];
  private running = 0;

  /**
   * @param write answers in the order of its items
   * @param hopeless errors that a smaller write would meet as well: the store is away
   */
  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly limits: GroupLimits<Item>,
    private readonly hopeless: (error: unknown) => boolean,
  ) {}

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject });
      if (this.running === 0 || (this.running === 1 && this.queue.length >= CROWD)) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running += 1;
    await new Promise(setImmediate);
    while (this.queue.length > 0) await this.together(this.next());
    this.running -= 1;
  }

  private next(): Waiting<Item, Result>[] {
    let [count, bytes] = [0, 0];
    for (const { item } of this.queue) {
      bytes += this.limits.sizeOf(item);
      if (count === this.limits.items || (count > 0 && bytes > this.limits.bytes)) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async together(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.write(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (group.length === 1 || this.hopeless(error)) for (const { reject } of group) reject(error);
      else for (const one of group) await this.together([one]);
    }
  }
}
