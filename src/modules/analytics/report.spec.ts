import { days } from '../../kernel/clock.js';
import { reportOf, type Asked, type Preset } from './report.js';

const now = new Date('2026-11-20T09:00:00.000Z');
const ground = { now, wall: now, first: new Date('2025-03-01T00:00:00.000Z'), currency: 'usd' };
const ask = (asked: Asked, usual: Preset = '30d') => reportOf(asked, ground, usual);
const from = (asked: Asked, usual?: Preset) => new Date(ask(asked, usual).span.from).toISOString();

describe('what a report is of', () => {
  it('is the last thirty times 24 hours and this very instant, when nothing is said', () => {
    const { span, compared, asOf } = ask({});
    expect(span).toEqual({ from: now.getTime() - days(30), to: now.getTime() + 1 });
    expect(compared.to).toBe(span.from);
    expect(asOf).toEqual(now);
  });

  it.each([
    { range: 'mtd', is: '2026-11-01T00:00:00.000Z' },
    { range: 'qtd', is: '2026-10-01T00:00:00.000Z' },
    { range: 'ytd', is: '2026-01-01T00:00:00.000Z' },
    { range: '12m', is: '2025-12-01T00:00:00.000Z' },
    { range: 'all', is: '2025-03-01T00:00:00.000Z' },
    { range: '7d', is: '2026-11-13T09:00:00.000Z' },
  ])('reads $range', ({ range, is }) => {
    expect(from({ range })).toBe(is);
  });

  it('takes a day whole and an instant as it is, `to` as the first that is out', () => {
    expect(ask({ as_of: '2026-10-31' }).span.to).toBe(Date.parse('2026-11-01T00:00:00.000Z'));
    expect(ask({ as_of: '2026-10-31T12:00:00Z' }).span.to).toBe(Date.parse('2026-10-31T12:00:00.001Z'));
    expect(ask({ from: '2026-10-01', to: '2026-11-01' }).span.to).toBe(Date.parse('2026-11-01T00:00:00.000Z'));
  });

  it('asks in the currency it is given, in either case', () => {
    expect(ask({ currency: 'EUR' }).currency).toBe('eur');
    expect(() => ask({ currency: 'zzz' })).toThrow('ISO 4217');
  });

  it.each([{ from: '2026-02-01', to: '2026-02-01' }, { from: 'yesterday' }, { range: '31d' }, { as_of: '2026-13-01' }])(
    'refuses %j',
    (asked) => {
      expect(() => ask(asked)).toThrow(expect.objectContaining({ code: 'analytics/bad-range' }));
    },
  );

  it('stands today, and not tomorrow', () => {
    expect(ask({ as_of: '2026-11-20' }).span.to).toBe(Date.parse('2026-11-21T00:00:00.000Z'));
    for (const as_of of ['2026-11-21', '2026-11-20T09:00:00.001Z']) {
      expect(() => ask({ as_of })).toThrow(expect.objectContaining({ code: 'analytics/as-of-in-future' }));
    }
  });

  it('knows today what is known today, and nothing of tomorrow', () => {
    expect(ask({ known_at: '2026-11-20' }).knownAt).toEqual(now);
    expect(ask({ known_at: '2026-11-19' }).knownAt).toEqual(new Date('2026-11-19T23:59:59.999Z'));
    expect(() => ask({ known_at: '2026-11-21' })).toThrow(
      expect.objectContaining({ code: 'analytics/known-at-in-future' }),
    );
  });
});
