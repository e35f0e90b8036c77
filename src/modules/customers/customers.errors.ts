import { DomainError } from '../../kernel/domain-error.js';

export class CustomerNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'customers/not-found';

  constructor(id: string) {
    super('There is no such customer.', { id: id.slice(0, 128) });
  }
}

/** Whose it is stays inside: the facts name nobody. */
export class EmailTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'customers/email-taken';

  constructor(readonly holder?: string) {
    super('This e-mail address is another customer’s.');
  }
}

export class PhoneTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'customers/phone-taken';

  constructor() {
    super('This phone number is another person’s.');
  }
}

export class AlreadyLinked extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'customers/already-linked';

  constructor(provider: string) {
    super(`The customer or the id at ${provider} is linked otherwise already.`, { provider });
  }
}

export class NotAnAddress extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'customers/not-an-address';

  constructor(field: 'email' | 'phone') {
    super(field === 'email' ? 'This is not an e-mail address.' : 'This is not a phone number.', { field });
  }
}
