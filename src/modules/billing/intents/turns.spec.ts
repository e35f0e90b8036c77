import { Turns } from './turns.js';

describe('turns', () => {
  it('come one after another for one thing, however the one before ended, and at once for another', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const open = new Map<string, (fails: boolean) => void>();
    const work = (name: string) => () =>
      new Promise<void>((done, failed) => {
        log.push(name);
        open.set(name, (fails) => (fails ? failed(new Error(name)) : done()));
      });
    const first = turns.take('a', work('a1')).catch(() => log.push('a1 failed'));
    const second = turns.take('a', work('a2'));
    const other = turns.take('b', work('b1'));
    await Promise.resolve();
    expect(log).toEqual(['a1', 'b1']);

    open.get('a1')?.(true);
    await first;
    await Promise.resolve();
    open.get('a2')?.(false);
    open.get('b1')?.(false);
    await Promise.all([second, other]);

    expect(log.toSorted()).toEqual(['a1', 'a1 failed', 'a2', 'b1']);
  });
});
