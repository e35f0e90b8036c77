import { days, hours, minutes, seconds } from '../../../kernel/clock.js';
import { nextAttempt, pauseAfter } from './attempt-schedule.js';

const now = new Date('2026-11-21T09:00:00Z');

describe('the schedule of attempts', () => {
  it('tries ten times over 75.6 hours', () => {
    const waits = Array.from({ length: 10 }, (_, tried) => nextAttempt(tried, 0.5) ?? NaN);

    expect(waits[0]).toBe(0);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeCloseTo(hours(75.6), -6);
    expect(nextAttempt(10, 0.5)).toBeUndefined();
  });

  it('spreads the tries by a tenth either way', () => {
    expect([nextAttempt(1, 0), nextAttempt(1, 1)]).toEqual([4500, 5500]);
  });
});

describe('the pause of an endpoint', () => {
  it.each([
    { status: 503, header: '120', pause: seconds(120) },
    { status: 200, header: '1', pause: seconds(1) },
    { status: 503, header: 'Sat, 21 Nov 2026 09:02:00 GMT', pause: minutes(2) },
    { status: 503, header: 'Sat, 21 Nov 2020 09:02:00 GMT', pause: 0 },
    { status: 429, header: '999999', pause: days(1) },
    { status: 429, header: undefined, pause: seconds(5) },
    { status: 502, header: 'soon', pause: seconds(5) },
    { status: 500, header: undefined, pause: 0 },
    { status: null, header: undefined, pause: 0 },
  ])('after $status with $header is $pause ms', ({ status, header, pause }) => {
    expect(pauseAfter(status, header, seconds(5), now)).toBe(pause);
  });
});
