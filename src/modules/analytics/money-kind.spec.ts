import { moneyOf } from './money-kind.js';

describe('what a line of the books means', () => {
  it.each([
    { rule: 'payment.received', account: 'clearing:payments', debit: 9700, is: { kind: 'captured', minor: 9700 } },
    { rule: 'balance.charge', account: 'clearing:payments', debit: -9700, is: { kind: 'cleared', minor: 9700 } },
    { rule: 'balance.charge', account: 'fees:processing', debit: 311, is: { kind: 'fee', minor: 311 } },
    { rule: 'balance.refund', account: 'fees:processing', debit: -311, is: { kind: 'fee', minor: -311 } },
    { rule: 'refund.sent', account: 'clearing:refunds', debit: -500, is: { kind: 'refunded', minor: 500 } },
    { rule: 'balance.refund', account: 'clearing:refunds', debit: 500, is: { kind: 'refund_cleared', minor: 500 } },
    { rule: 'invoice.finalized', account: 'tax_payable', debit: -2000, is: { kind: 'tax', minor: 2000 } },
    { rule: 'refund.allocated', account: 'tax_payable', debit: 100, is: { kind: 'tax', minor: -100 } },
    { rule: 'tax.remitted', account: 'tax_payable', debit: 100, is: { kind: 'tax_remitted', minor: 100 } },
    { rule: 'dispute.lost', account: 'disputed', debit: -100, is: { kind: 'dispute_lost', minor: 100 } },
    { rule: 'invoice.paid_elsewhere', account: 'external_cash', debit: 100, is: { kind: 'captured', minor: 100 } },
    { rule: 'payment.received', account: 'unapplied', debit: -9700, is: undefined },
  ])('$rule on $account', ({ rule, account, debit, is }) => {
    expect(moneyOf(rule, account, debit)).toEqual(is);
  });
});
