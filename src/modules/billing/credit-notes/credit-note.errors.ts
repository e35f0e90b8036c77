import { DomainError } from '../../../kernel/domain-error.js';
import type { Money } from '../../../kernel/money.js';

export class CreditExceedsInvoice extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/credit-exceeds-invoice';

  constructor(asked: Money, creditable: Money) {
    super('More is to be credited than the invoice leaves.', { asked, creditable });
  }
}

export class CreditNoteNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/credit-note-not-found';

  constructor(id: string) {
    super('There is no such credit note.', { id: id.slice(0, 128) });
  }
}
