import { difference, type Standing } from './difference.js';
import type { Movement } from './movement.js';

const movement = (delta: number, reason: Movement['reason'] = 'signup'): Movement => ({
  customerId: 'c',
  subscriptionId: 's',
  itemKey: 'i',
  planId: 'p',
  interval: 'month',
  effectiveAt: '2026-01-01T00:00:00.000Z',
  kind: 'new',
  reason,
  currency: 'usd',
  arrBefore: 0,
  arrAfter: delta,
  delta,
  leads: true,
  activeChange: 1,
  pausedChange: 0,
  providerEvent: null,
  inboxEvent: null,
});
const row = (id: string, of: Movement): Standing => ({ ...of, id, movementKey: id });

describe('difference', () => {
  it('is nothing where the rows say what is true, whoever told it', () => {
    expect(difference([row('1', movement(12))], [{ ...movement(12), providerEvent: 'evt_2' }])).toEqual({
      takenBack: [],
      added: [],
    });
  });

  it('takes back what is wrong and adds what is right', () => {
    const { takenBack, added } = difference(
      [row('1', movement(12)), row('2', movement(24))],
      [movement(12), movement(36)],
    );
    expect([takenBack.map(({ id }) => id), added.map(({ delta }) => delta)]).toEqual([['2'], [36]]);
  });

  it('counts rows that say the same', () => {
    const { takenBack, added } = difference([row('1', movement(12))], [movement(12), movement(12)]);
    expect([takenBack.length, added.length]).toEqual([0, 1]);
  });

  it('takes a row with another reason for another row', () => {
    expect(difference([row('1', movement(12))], [movement(12, 'trial_end')]).takenBack).toHaveLength(1);
  });
});
