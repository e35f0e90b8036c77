import { days, FrozenClock, hours, minutes, seconds, SystemClock } from './clock.js';

const NOON = new Date('2026-11-21T12:00:00Z');

describe('a frozen clock', () => {
  it('stands still until it is told to move', () => {
    const clock = new FrozenClock(NOON);
    expect(clock.now()).toEqual(NOON);

    clock.advance(days(1));
    expect(clock.now()).toEqual(new Date('2026-11-22T12:00:00Z'));

    clock.set(NOON);
    expect(clock.now()).toEqual(NOON);
  });

  it('cannot be moved through the instant it gave away', () => {
    const given = new Date(NOON);
    const clock = new FrozenClock(given);

    given.setUTCFullYear(1999);
    clock.now().setUTCFullYear(1999);

    expect(clock.now()).toEqual(NOON);
  });

  it('leaves the time of the machine alone', () => {
    const machine = new SystemClock();
    const clock = new FrozenClock(NOON);

    expect(Math.abs(clock.wall().getTime() - machine.wall().getTime())).toBeLessThan(seconds(5));
    expect(new FrozenClock(NOON, () => new Date(7)).wall()).toEqual(new Date(7));
  });
});

describe('a span of time', () => {
  it('is counted in milliseconds', () => {
    expect([seconds(1), minutes(1), hours(1), days(1)]).toEqual([1000, 60_000, 3_600_000, 86_400_000]);
  });
});
