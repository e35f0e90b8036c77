import { DomainError } from '../../../kernel/domain-error.js';

export class InvoiceNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/invoice-not-found';

  constructor(id: string) {
    super('There is no such invoice.', { id });
  }
}

export class InvoiceNotOpen extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/invoice-not-open';

  constructor(id: string, status: string) {
    super('The state of the invoice does not allow this.', { invoice_id: id, invoice_status: status });
  }
}
