/** Lets work on one thing happen one after another, in the order it was asked for; different things do not wait for each other. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  async take<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(thing) ?? Promise.resolve();
    const mine = before.then(work, work);
    const over = mine.catch(() => undefined);
    this.last.set(thing, over);
    try {
      return await mine;
    } finally {
      if (this.last.get(thing) === over) this.last.delete(thing);
    }
  }
}
