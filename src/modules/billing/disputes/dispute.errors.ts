import { DomainError } from '../../../kernel/domain-error.js';

export class DisputeNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/dispute-not-found';

  constructor(id: string) {
    super('There is no such dispute.', { id: id.slice(0, 128) });
  }
}

export class EvidenceLate extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/evidence-late';

  constructor(dueBy: Date) {
    super('The bank takes no answer to this dispute any more.', { due_by: dueBy.toISOString() });
  }
}

/** The bank reads it once. */
export class EvidenceAlreadySubmitted extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/evidence-already-submitted';

  constructor(id: string) {
    super('The evidence has been submitted; it cannot be changed or submitted again.', { dispute_id: id });
  }
}

export class DisputeDecided extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/dispute-decided';

  constructor(status: string) {
    super('This dispute has been decided.', { status });
  }
}
