import type { Tile } from './screen.js';
import { bare, because, bucketName, change, figure, instant, moment, money, percent, span, tone } from './words.js';

const tile = (absolute: number | null, ratio: number | null, reason: string | null = null): Tile => ({
  id: 'mrr',
  label: 'MRR',
  unit: 'money',
  value: 1,
  reason: null,
  change: { absolute, ratio, reason },
  sparkline: [],
  definition: '',
  beneath: [],
  explain: '',
});

describe('figures in words', () => {
  it('always shows the currency and a real minus sign', () => {
    expect(money(-1234.5, 'usd', 'en')).toBe('\u22121,234.50 USD');
    expect(money(1234, 'jpy', 'en')).toBe('1,234 JPY');
    expect(bare(-0, 'usd', 'en')).toBe('0.00');
  });

  it('says a change with its sign, its share and its amount', () => {
    expect(change(tile(540, 0.045), 'usd', 'en')).toBe('+4.5 % (+540.00 USD)');
    expect(change(tile(-540, -0.045), 'usd', 'en')).toBe('\u22124.5 % (\u2212540.00 USD)');
    expect(change(tile(540, null), 'usd', 'en')).toBe('+540.00 USD');
    expect(change(tile(0, 0), 'usd', 'en')).toBe('unchanged');
  });

  it('gives the reason where there is no figure', () => {
    expect(change(tile(null, null, 'not_enough_history'), 'usd', 'en')).toBe('not enough history');
    expect(figure(null, 'money', 'usd')).toBe('–');
    expect(because('something_else')).toBe('something else');
  });

  it('tells gain from loss, and nothing from either', () => {
    expect([tone(1), tone(-1), tone(0), tone(null)]).toEqual(['good', 'bad', 'same', 'same']);
  });

  it('names a half-open span by the days it covers', () => {
    expect(span('2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z')).toBe('1 Oct – 31 Oct');
    expect(span('2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z')).toBe('1 Oct');
  });

  it('writes a time in one way, in UTC, and a month so that it is no day', () => {
    expect(instant('2026-11-03T09:05:00Z')).toBe('3 Nov 2026, 09:05');
    expect(moment('2026-11-03T21:05:00Z')).toBe('3 Nov, 21:05');
    expect(bucketName({ from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }, 'month')).toBe('Nov 2026');
  });

  it('writes shares with one digit', () => {
    expect(percent(0.123456, 'en')).toBe('+12.3 %');
  });
});
