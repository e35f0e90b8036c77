import type { OpenPayments } from '../../modules/billing/index.js';
import type { Act } from './act.js';

const MONEY = { area: 'payments', right: 'approve', final: true } as const;
const HELD = { column: 'status', is: ['requires_capture'] };
const WAITING = { column: 'status', is: ['requires_payment_method', 'requires_confirmation', 'requires_action'] };

/** What becomes of money that is held, and of payments that only wait. */
export function paymentActs(open: OpenPayments): Act[] {
  const cancel = (id: string) => open.cancel({ payment: id, attempt: undefined });
  return [
    {
      ...MONEY,
      name: 'capture',
      label: 'Capture',
      says: 'Takes all that is held, or the amount given. The rest is let go: this can be done once.',
      when: HELD,
      asks: [{ name: 'amount', label: 'Amount, if less' }],
      run: (id, { amount }) =>
        open.capture({ payment: id, amount, attempt: undefined }).then(() => ({ says: 'Captured' })),
    },
    {
      ...MONEY,
      name: 'release',
      label: 'Release',
      says: 'What is held is free again and can be captured no more.',
      when: HELD,
      run: (id) => cancel(id).then(() => ({ says: 'Released' })),
    },
    {
      ...MONEY,
      name: 'cancel',
      label: 'Cancel',
      says: 'It can be paid no more.',
      when: WAITING,
      run: (id) => cancel(id).then(() => ({ says: 'Cancelled' })),
    },
  ];
}
