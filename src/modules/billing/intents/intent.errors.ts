import { DomainError } from '../../../kernel/domain-error.js';

/** Written down and not yet answered: it goes on by itself, and asking again with the same key asks for the same thing. */
export class CallNotSettled extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'provider/unavailable';

  constructor(subject: string) {
    super('The payment provider did not answer. The request is recorded and will be finished.', { subject });
  }
}
