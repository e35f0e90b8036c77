import { elapsed, monthDay, periodAt } from './subscription-calendar.js';

const at = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 1000;
const days = ({ start, end }: { start: number; end: number }): string[] =>
  [start, end].map((instant) => new Date(instant * 1000).toISOString().slice(0, 10));

describe('periodAt', () => {
  it.each([
    ['month', 1, '2026-01-31', '2026-02-28', ['2026-02-28', '2026-03-31']],
    ['month', 1, '2026-01-31', '2026-04-29', ['2026-03-31', '2026-04-30']],
    ['month', 3, '2026-01-15', '2026-06-01', ['2026-04-15', '2026-07-15']],
    ['year', 1, '2024-02-29', '2027-01-01', ['2026-02-28', '2027-02-28']],
    ['week', 2, '2026-01-01', '2026-01-15', ['2026-01-15', '2026-01-29']],
    ['day', 1, '2026-01-01', '2026-03-01', ['2026-03-01', '2026-03-02']],
    ['month', 1, '2026-05-10', '2026-04-20', ['2026-04-10', '2026-05-10']],
  ] as const)('every %s × %i from %s: %s falls into %j', (interval, interval_count, anchor, instant, span) => {
    expect(days(periodAt(at(anchor), { interval, interval_count }, at(instant)))).toEqual(span);
  });

  it('leaves no gap and no overlap in ten years', () => {
    let instant = at('2024-01-31');
    for (let n = 0; n < 120; n += 1) {
      const { start, end } = periodAt(at('2024-01-31'), { interval: 'month', interval_count: 1 }, instant);
      expect(start).toBe(instant);
      instant = end;
    }
  });
});

it('counts each period by its own length', () => {
  const month = { interval: 'month', interval_count: 1 } as const;
  const anchor = at('2026-04-01');
  expect(elapsed(anchor, month, { start: at('2026-02-15'), end: at('2026-03-01') })).toBe(0.5);
  expect(elapsed(anchor, month, { start: at('2026-01-01'), end: at('2026-04-16') })).toBe(3.5);
});

it.each([
  { day_of_month: 15, now: '2026-03-10', next: '2026-03-15' },
  { day_of_month: 10, now: '2026-03-10', next: '2026-04-10' },
  { day_of_month: 31, now: '2026-04-05', next: '2026-04-30' },
])('day $day_of_month after $now is $next', ({ day_of_month, now, next }) => {
  const wanted = { day_of_month, hour: 0, minute: 0, month: null, second: 0 };
  expect(monthDay(wanted, { interval: 'month', interval_count: 1 }, at(now))).toBe(at(next));
});
