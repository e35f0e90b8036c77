import { DomainError } from '../../kernel/domain-error.js';
import { RequestRefusal } from './request-refusal.js';

export class IdempotencyKeyRequired extends RequestRefusal {
  readonly status = 400;
  readonly code = 'idempotency/key-required';

  constructor() {
    super('This moves money; send an Idempotency-Key, so that a repeat can never move it twice.');
  }
}

export class IdempotencyKeyReused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'idempotency/key-reused';

  constructor() {
    super('This Idempotency-Key was used for another request.');
  }
}

export class IdempotencyInProgress extends RequestRefusal {
  override readonly kind = 'conflict';
  readonly status = 409;
  readonly code = 'idempotency/in-progress';
  override readonly headers = { 'retry-after': '1' };

  constructor() {
    super('The first request with this Idempotency-Key is still running.');
  }
}
