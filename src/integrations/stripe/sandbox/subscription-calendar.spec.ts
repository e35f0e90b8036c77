import { periodAt } from './subscription-calendar.js';

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
