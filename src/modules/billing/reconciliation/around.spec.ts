import { around } from './around.js';

const at = (time: string): Date => new Date(`2026-03-01T${time}:00Z`);

describe('the hours around what was missed', () => {
  it.each([
    { what: 'one before and one after', missed: ['05:30'], are: [['04:30', '06:30']] },
    { what: 'no longer than until now', missed: ['11:30'], are: [['10:30', '12:00']] },
    { what: 'one where they overlap', missed: ['06:00', '04:30'], are: [['03:30', '07:00']] },
    {
      what: 'two where they do not',
      missed: ['02:00', '06:00'],
      are: [
        ['01:00', '03:00'],
        ['05:00', '07:00'],
      ],
    },
    { what: 'none of what is to come', missed: ['13:00', '14:00'], are: [] },
  ])('are $what', ({ missed, are }) => {
    expect(around(missed.map(at), at('12:00'))).toEqual(
      are.map(([from = '', until = '']) => ({ from: at(from), until: at(until) })),
    );
  });
});
