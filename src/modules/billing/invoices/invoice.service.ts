import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId, newId } from '../../../kernel/id.js';
import type { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import { CustomerAccounts } from '../customers/customer-account.service.js';
import { ProviderCalls } from '../intents/provider-calls.service.js';
import { Invoice, type InvoiceStatus } from './invoice.entity.js';
import { InvoiceNotFound } from './invoice.errors.js';

export interface InvoiceRequest {
  readonly id?: string | undefined;
  readonly customer: string;
  readonly currency: string;
  readonly lines: readonly { readonly description: string; readonly amount: Money }[];
  /** Charged to the method on file, or sent to be paid within days. */
  readonly daysUntilDue?: number | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

interface Change {
  readonly operation: 'invoice.finalize' | 'invoice.pay' | 'invoice.void';
  readonly more?: object;
  readonly attempt: string;
  /** The states it may begin in. */
  readonly from: readonly InvoiceStatus[];
}

const EXPAND = { expand: ['payments'] };
const OWED = ['open', 'uncollectible'] as const;

/** Invoices of our own making; those of subscriptions are made by the provider. */
@Injectable()
export class Invoices {
  constructor(
    private readonly database: Database,
    private readonly accounts: CustomerAccounts,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** A draft with these lines. Each line is a call of its own, so a draft cut off half way is finished by the same calls. */
  async draft(request: InvoiceRequest): Promise<string> {
    const id = request.id ?? newId(this.clock.now());
    const { providerId: customer, guard } = await this.accounts.of(request.customer);
    const { currency, daysUntilDue, metadata } = request;
    const collection =
      daysUntilDue === undefined ? {} : { collection_method: 'send_invoice', days_until_due: daysUntilDue };
    const created = await this.calls.perform({
      operation: 'invoice.create',
      subject: `invoice:${id}`,
      params: { customer, currency, auto_advance: false, ...collection, metadata: { ...metadata, re_id: id } },
      guard,
    });
    for (const [index, { description, amount }] of request.lines.entries()) {
      const params = { customer, invoice: created.resultRef, description, amount: amount.minor, currency };
      await this.calls.perform({
        operation: 'invoice-item.create',
        subject: `invoice:${id}`,
        params,
        target: `line-${index + 1}`,
      });
    }
    // Its answer is the draft with all its lines; the answers before it were those of single lines.
    const marked = { id: created.resultRef, metadata: { re_lines: String(request.lines.length) } };
    await this.calls.perform({
      operation: 'invoice.update',
      subject: `invoice:${id}`,
      params: marked,
      target: 'lines',
    });
    return id;
  }

  /** From here on it never changes. @throws InvoiceNotOpen */
  async finalize(given: string, attempt: string): Promise<string> {
    const invoice = await this.invoice(given);
    if (invoice.status === 'open') return invoice.id;
    return this.call(invoice, { operation: 'invoice.finalize', more: EXPAND, attempt, from: ['draft'] });
  }

  /** Tries the method on file, or the one named, again. */
  async pay(given: string, attempt: string, method?: string): Promise<string> {
    const invoice = await this.invoice(given);
    const more = { ...(method === undefined ? {} : { payment_method: method }), ...EXPAND };
    return this.call(invoice, { operation: 'invoice.pay', more, attempt, from: OWED });
  }

  async void(given: string, attempt: string): Promise<string> {
    const invoice = await this.invoice(given);
    if (invoice.status === 'void') return invoice.id;
    return this.call(invoice, { operation: 'invoice.void', attempt, from: OWED });
  }

  private async call(invoice: Invoice, { operation, more, attempt, from }: Change): Promise<string> {
    await this.calls.perform({
      operation,
      subject: `invoice:${invoice.id}`,
      params: { id: invoice.providerId, ...more },
      target: attempt,
      guard: () => invoice.mustBe(...from),
    });
    return invoice.id;
  }

  private invoice(given: string): Promise<Invoice> {
    return this.database.em.findOneOrFail(Invoice, isId(given) ? { id: given } : { providerId: given }, {
      failHandler: () => new InvoiceNotFound(given),
    });
  }
}
