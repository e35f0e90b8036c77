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

/** What has not happened yet cannot be compared, and would be passed over once it has. */
export class WindowNotPast extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'billing/window-not-past';

  constructor() {
    super('What is compared begins before it ends and does not end in the future.', {});
  }
}

export class RunNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/reconciliation-run-not-found';

  constructor(id: string) {
    super('There is no such run.', { run_id: id });
  }
}
