import { asked } from './asked.js';

describe('revenue verify', () => {
  it('asks for everything, and keeps what is said, unless told otherwise', () => {
    expect(asked([])).toEqual({ only: undefined, since: undefined, deep: false, json: false, record: true });
    expect(asked(['--only', 'I01, P3', '--since', '2026-11-01', '--deep', '--json', '--no-record'])).toEqual({
      only: ['I01', 'P3'],
      since: new Date('2026-11-01'),
      ...{ deep: true, json: true, record: false },
    });
  });

  it.each([[['--since', 'yesterday']], [['--only']], [['--everything']], [['I01']]])('does not guess at %j', (args) => {
    expect(asked(args)).toBeUndefined();
  });
});
