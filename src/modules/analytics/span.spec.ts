import { bucketsOf, cutDays, granularityFor, monthsOf } from './span.js';

const at = (text: string) => Date.parse(text);
const days = (buckets: readonly { from: number; to: number }[]) =>
  buckets.map(
    ({ from, to }) => `${new Date(from).toISOString().slice(0, 16)} ${new Date(to).toISOString().slice(0, 16)}`,
  );
const now = at('2026-11-20T09:00:00Z');

describe('buckets', () => {
  it('cut the first and the last to the span, and call neither complete', () => {
    const buckets = bucketsOf({ from: at('2026-11-18T06:00Z'), to: at('2026-11-20T09:00Z') }, 'day', now);
    expect(days(buckets)).toEqual([
      '2026-11-18T06:00 2026-11-19T00:00',
      '2026-11-19T00:00 2026-11-20T00:00',
      '2026-11-20T00:00 2026-11-20T09:00',
    ]);
    expect(buckets.map(({ complete }) => complete)).toEqual([false, true, false]);
  });

  it('start weeks on Monday and months on the first', () => {
    expect(days(bucketsOf({ from: at('2026-11-16'), to: at('2026-11-30') }, 'week', now))).toEqual([
      '2026-11-16T00:00 2026-11-23T00:00',
      '2026-11-23T00:00 2026-11-30T00:00',
    ]);
    expect(days(monthsOf({ from: at('2026-01-31T12:00Z'), to: at('2026-02-02') }, now))).toEqual([
      '2026-01-01T00:00 2026-02-01T00:00',
      '2026-02-01T00:00 2026-03-01T00:00',
    ]);
  });

  it('leave none out between two years', () => {
    expect(bucketsOf({ from: at('2025-01-01'), to: at('2027-01-01') }, 'day', now)).toHaveLength(730);
  });

  it('are refused beyond ten years of days', () => {
    expect(() => bucketsOf({ from: at('2010-01-01'), to: at('2026-01-01') }, 'day', now)).toThrow(
      'at most 3700 buckets',
    );
  });

  it('are as fine as can be read', () => {
    const of = (from: string) => granularityFor({ from: at(from), to: now });
    expect([of('2026-10-20'), of('2026-01-01'), of('2024-01-01')]).toEqual(['day', 'week', 'month']);
  });

  it('know the days that sums by day cannot answer for', () => {
    expect(cutDays([at('2026-11-18T06:00Z'), at('2026-11-19'), at('2026-11-18T07:00Z')])).toEqual(['2026-11-18']);
  });
});
