import { defineEntity, p } from '@mikro-orm/core';

const LedgerAccountSchema = defineEntity({
  name: 'LedgerAccount',
  tableName: 'ledger_account',
  properties: {
    code: p.text().primary(),
    kind: p.text().check(`kind in ('asset', 'liability', 'equity', 'income', 'expense')`),
    party: p.text().nullable().check(`party in ('customer', 'payee')`),
    matched: p.boolean().default(false),
    description: p.text(),
  },
});

/** A row of the chart of accounts, for foreign keys and the back office; the program asks `chart.ts`. */
export class LedgerAccount extends LedgerAccountSchema.class {}

LedgerAccountSchema.setClass(LedgerAccount);
