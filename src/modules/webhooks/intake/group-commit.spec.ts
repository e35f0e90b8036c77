import { GroupCommit } from './group-commit.js';

const LIMITS = { items: 3, bytes: 100, sizeOf: (item: string) => item.length };
const never = () => false;

/** Everything this turn of the loop still brings. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A store that writes when it is told to. */
class Store {
  readonly batches: string[][] = [];
  private readonly open: (() => void)[] = [];

  write = async (items: readonly string[]): Promise<string[]> => {
    this.batches.push([...items]);
    await new Promise<void>((resolve) => this.open.push(resolve));
    if (items.includes('bad')) throw new Error('bad row');
    return items.map((item) => item.toUpperCase());
  };

  async finish(): Promise<void> {
    await turn();
    this.open.shift()?.();
    await turn();
  }
}

describe('GroupCommit', () => {
  it('writes what one turn of the loop brings, then what came meanwhile', async () => {
    const store = new Store();
    const group = new GroupCommit(store.write, LIMITS, never);
    const answers = ['a', 'b'].map((item) => group.add(item));
    await turn();
    answers.push(...['c', 'd', 'e', 'f'].map((item) => group.add(item)));
    for (let n = 0; n < 3; n += 1) await store.finish();

    expect(store.batches).toEqual([['a', 'b'], ['c', 'd', 'e'], ['f']]);
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  });

  it('writes beside a running write when a crowd waits, and never a third', async () => {
    const store = new Store();
    const group = new GroupCommit(store.write, { ...LIMITS, items: 100, bytes: 10_000 }, never);
    const answers = [group.add('first')];
    await turn();
    answers.push(...Array.from({ length: 59 }, (_, n) => group.add(`item ${n}`)));
    await turn();
    expect(store.batches.map(({ length }) => length)).toEqual([1, 59]);
    for (let n = 0; n < 3; n += 1) await store.finish();

    expect(store.batches.map(({ length }) => length)).toEqual([1, 59]);
    expect(await Promise.all(answers)).toHaveLength(60);
  });

  it('keeps a write below its size, but for one item that is larger by itself', async () => {
    const store = new Store();
    const group = new GroupCommit(store.write, LIMITS, never);
    for (const item of ['a', 'x'.repeat(60), 'y'.repeat(60), 'z'.repeat(200)]) void group.add(item);
    for (let n = 0; n < 4; n += 1) await store.finish();

    expect(store.batches.map((batch) => batch.map(({ length }) => length))).toEqual([[1, 60], [60], [200]]);
  });

  it('refuses nobody for his neighbour', async () => {
    const store = new Store();
    const group = new GroupCommit(store.write, LIMITS, never);
    const answers = Promise.allSettled(['a', 'b', 'bad', 'd'].map((item) => group.add(item)));
    for (let n = 0; n < 5; n += 1) await store.finish();

    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('does not try one by one when the store is away', async () => {
    const store = new Store();
    const group = new GroupCommit(store.write, LIMITS, () => true);
    const first = group.add('a');
    await turn();
    const answers = Promise.allSettled([first, ...['b', 'bad'].map((item) => group.add(item))]);
    for (let n = 0; n < 2; n += 1) await store.finish();

    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(store.batches).toHaveLength(2);
  });

  it('goes on after a failure', async () => {
    const store = new Store();
    const group = new GroupCommit(store.write, LIMITS, never);
    const failed = group.add('bad').catch(() => 'refused');
    await store.finish();
    expect(await failed).toBe('refused');

    const next = group.add('a');
    await store.finish();
    expect(await next).toBe('A');
  });
});
