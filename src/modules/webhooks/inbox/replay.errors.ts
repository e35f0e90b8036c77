import { DomainError } from '../../../kernel/domain-error.js';

export class ReplayRunning extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhooks/replay-running';

  constructor() {
    super('A replay is running; wait for it, or cancel it.');
  }
}

export class RangeBackwards extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'webhooks/range-backwards';
  override readonly pointer = '/to';

  constructor(from: Date, to: Date) {
    super('A range ends after it begins.', { from: from.toISOString(), to: to.toISOString() });
  }
}

export class ReplayNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'webhooks/replay-not-found';

  constructor(id: string) {
    super('There is no such replay.', { id });
  }
}

export class NotOurs extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhooks/not-ours';

  constructor(id: string, reason: string) {
    super('This event was set aside for good: it is not ours, or its object was fetched in its place.', { id, reason });
  }
}

export class NotDead extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhooks/not-dead';

  constructor(id: string) {
    super('Only an event that was given up can be dismissed.', { id });
  }
}
