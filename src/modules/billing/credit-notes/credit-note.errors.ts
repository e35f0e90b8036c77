import { DomainError } from '../../../kernel/domain-error.js';

export class CreditNoteNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/credit-note-not-found';

  constructor(id: string) {
    super('There is no such credit note.', { id: id.slice(0, 128) });
  }
}
