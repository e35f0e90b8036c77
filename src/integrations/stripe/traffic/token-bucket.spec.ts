import { TokenBucket } from './token-bucket.js';

/** When each of so many that come at once may go, in milliseconds. */
const waits = (bucket: TokenBucket, count: number, at = 0): number[] =>
  Array.from({ length: count }, () => bucket.take(at));

describe('a bucket of five a second', () => {
  it('lets a second’s worth go at once, the rest one after another', () => {
    expect(waits(new TokenBucket(5), 8)).toEqual([0, 0, 0, 0, 0, 200, 400, 600]);
  });

  it('never lets more than five begin in any second beyond the first burst', () => {
    const began = waits(new TokenBucket(5), 50).slice(5);

    for (const at of began) expect(began.filter((other) => other > at - 1000 && other <= at).length).toBeLessThan(6);
  });

  it('fills up again while nobody asks, and no further than full', () => {
    const bucket = new TokenBucket(5);
    waits(bucket, 10);

    expect(waits(bucket, 6, 60_000)).toEqual([0, 0, 0, 0, 0, 200]);
  });

  it('without a limit holds nobody up', () => {
    expect(Math.max(...waits(new TokenBucket(Infinity), 1000))).toBe(0);
  });
});
