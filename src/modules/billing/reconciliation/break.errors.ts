import { DomainError } from '../../../kernel/domain-error.js';

export class BreakNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/break-not-found';

  constructor(id: string) {
    super('There is no such break.', { break_id: id });
  }
}

/** Closed, it opens again by itself if the difference returns. */
export class BreakClosed extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/break-closed';

  constructor(id: string) {
    super('This break is closed already.', { break_id: id });
  }
}

export class RunNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/reconciliation-run-not-found';

  constructor(id: string) {
    super('There is no such run.', { run_id: id });
  }
}
