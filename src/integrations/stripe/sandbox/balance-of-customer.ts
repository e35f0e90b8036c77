import type { Unit } from './unit.js';
import type { Customer, CustomerBalanceTransaction } from './wire.js';

interface BalanceMove {
  amount: number;
  currency: string;
  type: CustomerBalanceTransaction['type'];
  description?: string | null;
  invoice?: string;
  creditNote?: string;
}

/** Owes more (positive) or less (negative); each change leaves its entry. */
export function moveBalance(unit: Unit, customer: Customer, move: BalanceMove): CustomerBalanceTransaction {
  customer.balance += move.amount;
  customer.currency ??= move.currency;
  return unit.add({
    id: unit.id('cbtxn'),
    object: 'customer_balance_transaction',
    amount: move.amount,
    checkout_session: null,
    created: unit.at,
    credit_note: move.creditNote ?? null,
    currency: move.currency,
    customer: customer.id,
    customer_account: null,
    description: move.description ?? null,
    ending_balance: customer.balance,
    invoice: move.invoice ?? null,
    livemode: false,
    metadata: {},
    type: move.type,
  });
}
