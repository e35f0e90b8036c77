/** Sides of money that figures are made of. `cleared`, `refund_cleared`, `dispute_held` only serve the proof against the books. */
export const MONEY_KINDS = [
  'captured', 'cleared', 'refunded', 'refund_cleared', 'fee', 'tax', 'tax_remitted', 'dispute_lost', 'dispute_held',
] as const; // prettier-ignore
export type MoneyKind = (typeof MONEY_KINDS)[number];

/** Whether a kind's natural direction is a debit (+1) of its account or a credit (-1). */
export const DIRECTION: Readonly<Record<MoneyKind, 1 | -1>> = {
  captured: 1,
  cleared: -1,
  refunded: -1,
  refund_cleared: 1,
  fee: 1,
  tax: -1,
  tax_remitted: 1,
  dispute_lost: -1,
  dispute_held: 1,
};

/** The accounts whose every line becomes a money fact, so that the facts can be held against the balances. */
export const WITNESSED = [
  'clearing:payments', 'clearing:refunds', 'external_cash', 'tax_payable', 'disputed',
  'fees:processing', 'fees:dispute', 'fees:other',
] as const; // prettier-ignore

/**
 * What a journal's sum on an account means; the amount in the kind's natural direction, negative in a reversal.
 * Tax is dated by the journal that owes it (invoice or sale); a refund's tax part takes it back.
 */
export function moneyOf(rule: string, account: string, debit: number): { kind: MoneyKind; minor: number } | undefined {
  const kind = kindOf(rule, account);
  return kind && { kind, minor: DIRECTION[kind] * debit };
}

function kindOf(rule: string, account: string): MoneyKind | undefined {
  if (account.startsWith('fees:')) return 'fee';
  switch (account) {
    case 'clearing:payments':
      return rule === 'payment.received' ? 'captured' : 'cleared';
    case 'external_cash':
      return rule === 'invoice.paid_elsewhere' ? 'captured' : 'cleared';
    case 'clearing:refunds':
      return rule === 'refund.sent' ? 'refunded' : 'refund_cleared';
    case 'tax_payable':
      return rule === 'tax.remitted' ? 'tax_remitted' : 'tax';
    case 'disputed':
      return rule === 'dispute.lost' ? 'dispute_lost' : 'dispute_held';
    default:
      return undefined;
  }
}
