import { dueDays } from './due-days.js';

const at = (text: string) => new Date(`${text}Z`);

describe('the days a daily job owes', () => {
  it('begins with today', () => {
    expect(dueDays(at('2026-03-01T12:00'), '00:05', undefined)).toEqual(['2026-03-01']);
  });

  it('owes nothing before the time of day', () => {
    expect(dueDays(at('2026-03-02T00:04'), '00:05', '2026-03-01')).toEqual([]);
    expect(dueDays(at('2026-03-02T00:05'), '00:05', '2026-03-01')).toEqual(['2026-03-02']);
  });

  it('owes each missed day, over the end of a leap February', () => {
    expect(dueDays(at('2028-03-02T06:00'), '06:00', '2028-02-27')).toEqual([
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
      '2028-03-02',
    ]);
  });

  it('owes nothing twice when the clock goes back', () => {
    expect(dueDays(at('2026-02-01T12:00'), '00:00', '2026-03-01')).toEqual([]);
  });
});
