import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { InvoiceNotFound } from './invoice.errors.js';
import { invoiceView, type InvoiceRead, type InvoiceView } from './invoice.views.js';

/** Invoices as the API shows them. */
@Injectable()
export class InvoiceQueries {
  constructor(private readonly database: Database) {}

  /** With its lines and payments, by our id or the provider's. @throws InvoiceNotFound */
  async one(id: string): Promise<InvoiceView> {
    const [row] = await this.database.query<InvoiceRead>(`${ONE} where ${isId(id) ? 'i.id' : 'i.provider_id'} = $1`, [
      id,
    ]);
    if (!row) throw new InvoiceNotFound(id);
    return invoiceView(row);
  }

  async list(page: Page): Promise<List<InvoiceView>> {
    const { tail, parameters } = page.sql({
      at: 'i.created_at',
      id: 'i.id',
      status: 'i.status',
      customer_id: 'i.customer_id',
    });
    return page.answer(await this.database.query<InvoiceRead>(`${MANY} ${tail}`, parameters), invoiceView);
  }
}

const MANY = `
  select i.*, s.id as subscription_id, null as lines, null as payments
  from billing_invoice i left join billing_subscription s on s.provider_id = i.subscription_provider_id`;

const ONE = `
  select i.*, s.id as subscription_id,
         (select jsonb_agg(to_jsonb(l) order by l.position) from billing_invoice_line l where l.invoice_id = i.id) as lines,
         (select jsonb_agg(jsonb_build_object('payment_id', p.id, 'status', ip.status, 'minor', ip.minor))
          from billing_invoice_payment ip left join billing_payment p on p.provider_id = ip.payment_provider_id
          where ip.invoice_id = i.id) as payments
  from billing_invoice i left join billing_subscription s on s.provider_id = i.subscription_provider_id`;
