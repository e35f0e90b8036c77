import { faultIn } from './act.js';

const asks = [
  { name: 'reason', label: 'Why', required: true },
  { name: 'note', label: 'Note' },
  { name: 'from', label: 'From', kind: 'datetime-local' },
] as const;

describe('an answer to what an act asks', () => {
  it('may be left out where it is not required', () => {
    expect(faultIn(asks, { reason: 'It is settled.' })).toBeUndefined();
    expect(faultIn([], {})).toBeUndefined();
  });

  it('is asked for by its label where it is missing', () => {
    expect(faultIn(asks, { note: 'By telephone' })).toBe('Why: say something.');
  });

  it('is 500 characters at most', () => {
    expect(faultIn(asks, { reason: 'x'.repeat(500) })).toBeUndefined();
    expect(faultIn(asks, { reason: 'x'.repeat(501) })).toBe('Why: say it in 500 characters.');
    expect(faultIn(asks, { reason: 'x', note: 'x'.repeat(501) })).toBe('Note: say it in 500 characters.');
  });

  it.each(['2026-03-01T12:30', '2026-03-01T12:30:59', '2026-03-01T12:30:59.5', '2024-02-29T00:00'])(
    'is a time: %s',
    (from) => {
      expect(faultIn(asks, { reason: 'x', from })).toBeUndefined();
    },
  );

  it.each([
    'yesterday',
    '2026-03-01',
    '2026-03-01 12:30',
    '2026-03-01T12:30Z',
    '2026-03-01T25:00',
    '2026-13-01T12:30',
    '2026-02-30T12:30',
    '+12026-03-01T12:30',
  ])('is no time: %s', (from) => {
    expect(faultIn(asks, { reason: 'x', from })).toBe('From: give a day and a time, as 2026-03-01T12:30.');
  });
});
