import type { Decisions } from '../../modules/billing/index.js';
import type { Act } from './act.js';

const MONEY = { area: 'payments', right: 'approve', when: { column: 'state', is: ['unknown'] } } as const;

/** What became of a call nobody could find out about, as a person says. */
export function callActs(decisions: Decisions): Act[] {
  return [
    {
      ...MONEY,
      name: 'happened',
      label: 'It happened',
      says: 'What the provider has under this id is looked at, and taken as the answer.',
      asks: [
        { name: 'result', label: 'Id at the provider', required: true },
        { name: 'reason', label: 'How that is known', required: true },
      ],
      run: (id, { result = '', reason: why = '' }) =>
        decisions.decide(id, { result, why }).then(() => ({ says: 'Taken as its result' })),
    },
    {
      ...MONEY,
      name: 'cameToNothing',
      label: 'It did not happen',
      says: 'It is refused from now on, and what waited behind it goes on.',
      asks: [{ name: 'reason', label: 'How that is known', required: true }],
      run: (id, { reason: why = '' }) =>
        decisions.decide(id, { result: null, why }).then(() => ({ says: 'Refused from now on' })),
    },
  ];
}
