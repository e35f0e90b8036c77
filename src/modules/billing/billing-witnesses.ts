import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { patient } from '../../platform/database/silent-connections.js';
import { Witnesses } from '../ledger/index.js';

/** What billing can count by itself: each of these has exactly one standing journal, or a booking is missing or double. */
const COUNTED = [
  {
    name: 'captured charges',
    kind: 'charge',
    rule: 'payment.received',
    sql: `select count(*) from billing_charge where status = 'succeeded' and captured_minor > 0`,
  },
  {
    name: 'refunds under way',
    kind: 'refund',
    rule: 'refund.sent',
    sql: `select count(*) from billing_refund where provider_id is not null and status not in ('failed', 'canceled')`,
  },
  {
    name: 'paid invoice payments',
    kind: 'invoice_payment',
    rule: 'invoice.paid_by',
    sql: `select count(*) from billing_invoice_payment ip join billing_invoice i on i.id = ip.invoice_id
          where ip.status = 'paid' and ip.minor > 0 and i.finalized_at is not null`,
  },
  {
    name: 'balance transactions of charges',
    kind: 'balance_transaction',
    rule: 'balance.charge',
    sql: `select count(*) from billing_balance_transaction where type in ('charge', 'payment') and source_id is not null`,
  },
  {
    name: 'disputes that took money',
    kind: 'dispute',
    rule: 'dispute.withdrawn',
    sql: `select count(*) from billing_dispute where is_withdrawn or status = 'won'`,
  },
  {
    name: 'payouts that arrived',
    kind: 'payout',
    rule: 'payout.arrived',
    sql: `select count(*) from billing_payout where status = 'paid'`,
  },
  {
    name: 'balance transactions of refunds',
    kind: 'balance_transaction',
    rule: 'balance.refund',
    sql: `select count(*) from billing_balance_transaction where type in ('refund', 'payment_refund') and source_id is not null`,
  },
  {
    name: 'balance transactions of payouts',
    kind: 'balance_transaction',
    rule: 'balance.payout',
    sql: `select count(*) from billing_balance_transaction where type = 'payout' and source_id is not null`,
  },
  {
    name: 'invoices given up',
    kind: 'invoice',
    rule: 'invoice.uncollectible',
    sql: `select count(*) from billing_invoice where status = 'uncollectible' and remaining_minor > 0 and finalized_at is not null`,
  },
] as const;

/** Billing's mirrors stand witness to the books. */
@Injectable()
export class BillingWitnesses implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly witnesses: Witnesses,
  ) {}

  onModuleInit(): void {
    for (const { name, kind, rule, sql } of COUNTED) {
      this.witnesses.register({ name, kind, rule, provider: 'stripe', count: () => this.count(sql) });
    }
  }

  private async count(sql: string): Promise<{ count: number }> {
    const [row] = await patient(this.database).query<{ count: string }>(sql);
    return { count: Number(row?.count ?? 0) };
  }
}
