import { DomainError } from '../../kernel/domain-error.js';

export class SignInRefused extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'auth/sign-in-refused';

  constructor() {
    super('Address and password do not match, or the account is locked for a while.');
  }
}

export class OwnerExists extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'auth/owner-exists';

  constructor() {
    super('This installation has an owner already.');
  }
}

export class WeakPassword extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'auth/weak-password';
}

export class NotAnAddress extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'auth/not-an-address';

  constructor() {
    super('This is not an e-mail address.');
  }
}
