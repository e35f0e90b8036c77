import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { PaymentNotFound, RefundNotFound } from './payment.errors.js';
import {
  paymentView,
  refundView,
  type PaymentRead,
  type PaymentView,
  type RefundRead,
  type RefundView,
} from './payment.views.js';

/** Payments and refunds as the API shows them: plain rows, no aggregate is loaded to be printed. */
@Injectable()
export class PaymentQueries {
  constructor(private readonly database: Database) {}

  /** By our id or the provider's. @throws PaymentNotFound */
  async payment(id: string): Promise<PaymentView> {
    const [row] = await this.database.query<PaymentRead>(
      `${PAYMENTS} where ${isId(id) ? 'p.id' : 'p.provider_id'} = $1`,
      [id],
    );
    if (!row) throw new PaymentNotFound(id);
    return paymentView(row);
  }

  async payments(page: Page): Promise<List<PaymentView>> {
    const { tail, parameters } = page.sql({
      at: 'p.created_at',
      id: 'p.id',
      status: 'p.status',
      customer_id: 'p.customer_id',
      currency: 'p.currency',
    });
    return page.answer(await this.database.query<PaymentRead>(`${PAYMENTS} ${tail}`, parameters), paymentView);
  }

  /** By our id or the provider's. @throws RefundNotFound */
  async refund(id: string): Promise<RefundView> {
    const [row] = await this.database.query<RefundRead>(
      `${REFUNDS} where ${isId(id) ? 'r.id' : 'r.provider_id'} = $1`,
      [id],
    );
    if (!row) throw new RefundNotFound(id);
    return refundView(row);
  }

  async refunds(page: Page): Promise<List<RefundView>> {
    const { tail, parameters } = page.sql({
      at: 'r.created_at',
      id: 'r.id',
      status: 'r.status',
      payment_id: 'r.payment_id',
    });
    return page.answer(await this.database.query<RefundRead>(`${REFUNDS} ${tail}`, parameters), refundView);
  }
}

const PAYMENTS = `
  select p.id, p.provider_id, p.customer_id, p.status, p.minor::text as minor, p.captured_minor::text as captured_minor,
         p.capturable_minor::text as capturable_minor, p.capture_before, p.cancellation_reason,
         p.refunded_minor::text as refunded_minor, p.currency, p.description, p.method, p.failure_code, p.decline_code,
         p.livemode, p.metadata, p.created_at, moved.fee_minor, moved.net_minor, moved.currency as settlement_currency,
         p.kind, paid.invoice_id
  from billing_payment p
  left join lateral (
    select sum(b.fee_minor)::text as fee_minor, sum(b.net_minor)::text as net_minor, min(b.currency) as currency
    from billing_charge c join billing_balance_transaction b on b.provider_id = c.balance_transaction where c.payment_id = p.id
  ) moved on true
  left join lateral (
    select ip.invoice_id from billing_invoice_payment ip where ip.payment_provider_id = p.provider_id limit 1
  ) paid on true`;

const REFUNDS = `
  select r.id, r.provider_id, r.payment_id, r.status, r.minor::text as minor, r.currency, r.reason, r.failure_reason, r.created_at,
         (p.captured_minor - p.refunded_minor)::text as refundable_minor
  from billing_refund r join billing_payment p on p.id = r.payment_id`;
