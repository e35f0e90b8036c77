import fc from 'fast-check';
import { dayOf, Period, startOfDay, step } from './period.js';

const at = (text: string): Date => new Date(text);
const instant = fc.date({ min: at('2000-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z'), noInvalidDate: true });

describe('a period', () => {
  const november = Period.of(at('2026-11-01T00:00:00Z'), at('2026-12-01T00:00:00Z'));

  it('owns its first instant and not its end', () => {
    expect(november.includes(at('2026-11-01T00:00:00.000Z'))).toBe(true);
    expect(november.includes(at('2026-11-30T23:59:59.999Z'))).toBe(true);
    expect(november.includes(at('2026-12-01T00:00:00.000Z'))).toBe(false);
  });

  it('meets its neighbour without overlapping it', () => {
    const december = Period.of(november.endsAt, at('2027-01-01T00:00:00Z'));

    expect(november.overlaps(december)).toBe(false);
    expect(november.overlaps(Period.of(at('2026-11-30T00:00:00Z'), december.endsAt))).toBe(true);
  });

  it('cannot end before it starts', () => {
    expect(() => Period.of(november.endsAt, november.startsAt)).toThrow(RangeError);
  });

  it('knows its length and stands on the wire in UTC', () => {
    expect(november.milliseconds).toBe(30 * 24 * 3_600_000);
    expect(november.toJSON()).toEqual({ starts_at: '2026-11-01T00:00:00.000Z', ends_at: '2026-12-01T00:00:00.000Z' });
  });

  it('overlaps another exactly when one instant belongs to both', () => {
    const small = fc.integer({ min: 0, max: 6 });
    const period = fc
      .tuple(small, small)
      .map(([a, b]) => Period.of(new Date(Math.min(a, b)), new Date(Math.max(a, b))));
    fc.assert(
      fc.property(period, period, (one, other) => {
        const shared = [0, 1, 2, 3, 4, 5, 6].map((n) => new Date(n)).some((n) => one.includes(n) && other.includes(n));

        expect(one.overlaps(other)).toBe(shared);
        expect(other.overlaps(one)).toBe(shared);
      }),
    );
  });
});

describe('a calendar', () => {
  it('that starts on 31 January keeps to the last days: 28 February, 31 March, 30 April', () => {
    const anchor = at('2026-01-31T10:30:00Z');

    expect([0, 1, 2, 3, 11, 12].map((n) => step(anchor, 'month', n).toISOString())).toEqual([
      '2026-01-31T10:30:00.000Z',
      '2026-02-28T10:30:00.000Z',
      '2026-03-31T10:30:00.000Z',
      '2026-04-30T10:30:00.000Z',
      '2026-12-31T10:30:00.000Z',
      '2027-01-31T10:30:00.000Z',
    ]);
  });

  it.each([
    { from: '2028-01-31', interval: 'month', n: 1, to: '2028-02-29' },
    { from: '2028-02-29', interval: 'year', n: 1, to: '2029-02-28' },
    { from: '2028-02-29', interval: 'year', n: 4, to: '2032-02-29' },
    { from: '2026-03-31', interval: 'month', n: -1, to: '2026-02-28' },
    { from: '2026-12-15', interval: 'month', n: 3, to: '2027-03-15' },
    { from: '2026-11-25', interval: 'week', n: 1, to: '2026-12-02' },
    { from: '2026-12-31', interval: 'day', n: 1, to: '2027-01-01' },
  ] as const)('$n $interval after $from is $to', ({ from, interval, n, to }) => {
    expect(dayOf(step(startOfDay(from), interval, n))).toBe(to);
  });

  it('loses its day when each month is stepped from the last, which is why it is stepped from the anchor', () => {
    const anchor = startOfDay('2026-01-31');

    expect(dayOf(step(step(anchor, 'month', 1), 'month', 1))).toBe('2026-03-28');
    expect(dayOf(step(anchor, 'month', 2))).toBe('2026-03-31');
  });

  it('only moves forward, and never touches the anchor', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom('day', 'week', 'month', 'year'), fc.nat(200), (anchor, interval, n) => {
        const before = anchor.getTime();

        expect(step(anchor, interval, n + 1).getTime()).toBeGreaterThan(step(anchor, interval, n).getTime());
        expect(step(anchor, interval, 0)).toEqual(anchor);
        expect(anchor.getTime()).toBe(before);
      }),
    );
  });
});

describe('a day', () => {
  it('is counted in UTC, whatever the offset it was written in', () => {
    expect(dayOf(at('2026-11-20T23:30:00-02:00'))).toBe('2026-11-21');
    expect(startOfDay('2026-11-21')).toEqual(at('2026-11-21T00:00:00Z'));
  });
});
