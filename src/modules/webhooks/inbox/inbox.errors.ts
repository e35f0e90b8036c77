import { DomainError } from '../../../kernel/domain-error.js';

export class EventNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'webhooks/event-not-found';

  constructor(id: string) {
    super('There is no such event in the inbox, or it cannot be replayed.', { id });
  }
}
