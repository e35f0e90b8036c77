import { isHard, nextRetry } from './retries.js';

const DAY = 86_400;

describe('nextRetry', () => {
  it.each([
    { now: 0, next: 1 * DAY },
    { now: 1 * DAY, next: 3 * DAY },
    { now: 2.5 * DAY, next: 3 * DAY },
    { now: 7 * DAY, next: 14 * DAY },
    { now: 14 * DAY, next: undefined },
  ])('$now seconds after the first failure it is at $next', ({ now, next }) => {
    expect(nextRetry([1, 3, 7, 14], 0, now)).toBe(next);
  });

  it('is never when somebody else tries', () => {
    expect(nextRetry([], 0, 0)).toBeUndefined();
  });
});

it('tells declines that stay from declines that pass', () => {
  expect([isHard('stolen_card'), isHard('insufficient_funds'), isHard(null)]).toEqual([true, false, false]);
});
