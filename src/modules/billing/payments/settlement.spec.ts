import { Period, startOfDay } from '../../../kernel/period.js';
import { earnedThrough, settle, type Sale } from './settlement.js';

const on = (day: string): Date => startOfDay(day);
const over = (from: string, to: string): Period => Period.of(on(from), on(to));
const sale = (lines: Sale['lines'], taxes: Sale['taxes'] = []): Sale => ({ currency: 'usd', lines, taxes });
const refund = (minor: number, day: string, id = 're_1') => ({ id, minor, at: on(day) });

const YEAR = sale([{ net: 36_500, earnedOver: over('2026-01-01', '2027-01-01') }]);
const MONTH = sale([{ net: 3100, earnedOver: over('2026-01-15', '2026-02-15') }]);
const TAXED = sale([{ net: 10_000, earnedOver: over('2026-03-01', '2026-03-31') }], [{ rate: 'txr_vat', minor: 2000 }]);
const WORKSHOP = sale([{ net: 9700 }]);

describe('what a refund takes back', () => {
  it.each([
    {
      what: 'all of a year on the 60th day',
      of: YEAR,
      minor: 36_500,
      day: '2026-03-01',
      earned: 5900,
      unearned: 30_600,
    },
    { what: 'a month after ten days', of: MONTH, minor: 3100, day: '2026-01-25', earned: 1000, unearned: 2100 },
    { what: 'a month before it began', of: MONTH, minor: 3100, day: '2026-01-15', earned: 0, unearned: 3100 },
    { what: 'a month after it ended', of: MONTH, minor: 3100, day: '2026-02-15', earned: 3100, unearned: 0 },
    {
      what: 'part of what was earned at once',
      of: WORKSHOP,
      minor: 2000,
      day: '2026-03-05',
      earned: 2000,
      unearned: 0,
    },
  ])('$what is $earned earned and $unearned not yet', ({ of, minor, day, earned, unearned }) => {
    expect(settle(of, [refund(minor, day)]).get('re_1')).toEqual({ earned, unearned, tax: [] });
  });

  it('has its part of the tax, and the rest of the money the rest of it', () => {
    const taken = settle(TAXED, [refund(6000, '2026-03-11'), refund(6000, '2026-03-21', 're_2')]);

    expect(taken.get('re_1')).toEqual({ earned: 1667, unearned: 3333, tax: [{ rate: 'txr_vat', minor: 1000 }] });
    expect(taken.get('re_2')).toEqual({ earned: 5000, unearned: 0, tax: [{ rate: 'txr_vat', minor: 1000 }] });
  });

  it('is spread over the rates and the lines in proportion, no unit lost', () => {
    const two = sale(
      [{ net: 2000 }, { net: 1000, earnedOver: over('2026-03-01', '2026-03-31') }],
      [
        { rate: 'txr_state', minor: 200 },
        { rate: 'txr_city', minor: 100 },
      ],
    );

    expect(settle(two, [refund(1001, '2026-03-01')]).get('re_1')).toEqual({
      earned: 607,
      unearned: 303,
      tax: [
        { rate: 'txr_state', minor: 61 },
        { rate: 'txr_city', minor: 30 },
      ],
    });
  });

  it('follows the day of the refund, not the order in which refunds were heard of', () => {
    const refunds = [
      refund(1000, '2026-01-20', 're_a'),
      refund(1000, '2026-02-01', 're_b'),
      refund(1100, '2026-02-01', 're_c'),
    ];

    expect(settle(MONTH, refunds.toReversed())).toEqual(settle(MONTH, refunds));
  });

  it('falls on earned revenue where nothing is left to take it from', () => {
    const taken = settle(WORKSHOP, [refund(9700, '2026-03-05'), refund(100, '2026-03-06', 're_2')]);

    expect(taken.get('re_2')).toEqual({ earned: 100, unearned: 0, tax: [] });
  });
});

describe('earnedThrough', () => {
  it.each([
    { net: 3100, day: '2026-02-01', earned: 1700 },
    { net: -3100, day: '2026-02-01', earned: -1700 },
    { net: 1, day: '2026-01-30', earned: 0 },
    { net: 1, day: '2026-01-31', earned: 1 },
    { net: 3100, day: '2026-03-01', earned: 3100 },
  ])('of $net over 31 days from 15 January is $earned on $day', ({ net, day, earned }) => {
    expect(earnedThrough({ net, earnedOver: over('2026-01-15', '2026-02-15') }, on(day))).toBe(earned);
  });
});
