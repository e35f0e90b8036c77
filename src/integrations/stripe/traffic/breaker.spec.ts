import { Breaker } from './breaker.js';

function failing(breaker: Breaker, times: number, every: number): void {
  for (let n = 0; n < times; n += 1) breaker.failed(n * every);
}

describe('the breaker', () => {
  it('opens after ten failures within half a minute', () => {
    const breaker = new Breaker();
    failing(breaker, 9, 100);
    expect(breaker.isOpen).toBe(false);

    breaker.failed(1000);

    expect([breaker.isOpen, breaker.admits(1001)]).toEqual([true, false]);
  });

  it('stays closed where failures are far between, or an answer comes between them', () => {
    const slow = new Breaker();
    failing(slow, 100, 4000);
    const mixed = new Breaker();
    for (let n = 0; n < 5; n += 1) {
      failing(mixed, 9, 10);
      mixed.answered();
    }

    expect([slow.isOpen, mixed.isOpen]).toEqual([false, false]);
  });

  it('lets one through every ten seconds, and all once that one is answered', () => {
    const breaker = new Breaker();
    failing(breaker, 10, 0);

    expect([9_999, 10_000, 10_001, 20_000].map((now) => breaker.admits(now))).toEqual([false, true, false, true]);
    breaker.failed(20_001);
    expect(breaker.admits(20_002)).toBe(false);
    breaker.answered();
    expect([breaker.isOpen, breaker.admits(20_003)]).toEqual([false, true]);
  });
});
