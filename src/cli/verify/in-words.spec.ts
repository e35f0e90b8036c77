import { COMMAND, inWords } from './in-words.js';

const at = COMMAND('http://localhost:3000/', '/revenue/payments/{id}');

describe('a verdict in words', () => {
  it('is no pass where there was nothing to look at', () => {
    expect(inWords({ name: 'I05 all is well', ok: true, checked: 0, differences: [] })).toBe(
      'I05 all is well: nothing to check',
    );
    expect(inWords({ name: 'I05 all is well', ok: true, checked: 7, differences: [] })).toBe(
      'I05 all is well: holds (7 checked)',
    );
  });

  it('shows the first five offenders and how to look at each', () => {
    const differences = Array.from({ length: 7 }, (_, n) => ({ id: `p ${n}` }));
    const lines = inWords({ name: 'I05 all is well', ok: false, checked: 9, differences, at }).split('\n');

    expect(lines[0]).toBe('I05 all is well: VIOLATED (7 of 9 checked)');
    expect(lines.slice(1, 3)).toEqual([
      '    {"id":"p 0"}',
      '      curl -H "authorization: Bearer $REVENUE_KEY" http://localhost:3000/api/v1/revenue/payments/p%200',
    ]);
    expect(lines).toHaveLength(11);
  });

  it('names no command where the offender has nothing to fill it with, and says what could not be run', () => {
    expect(
      inWords({ name: 'I05', ok: false, checked: 1, differences: [{ kind: 'sum' }], at }).split('\n'),
    ).toHaveLength(2);
    expect(inWords({ name: 'I05', error: 'canceling statement' })).toContain('COULD NOT BE RUN');
  });
});
