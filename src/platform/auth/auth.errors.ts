import { DomainError } from '../../kernel/domain-error.js';
import { RequestRefusal } from '../http/request-refusal.js';
import type { ScopeName } from './access.js';

abstract class Unauthenticated extends RequestRefusal {
  readonly status = 401;
  override readonly headers = { 'www-authenticate': 'Bearer' };
}

export class KeyMissing extends Unauthenticated {
  readonly code = 'auth/key-missing';

  constructor(why = 'Send a key as "Authorization: Bearer rvn_...".') {
    super(why);
  }
}

export class KeyUnknown extends Unauthenticated {
  readonly code = 'auth/key-unknown';

  constructor() {
    super('This key does not exist, or was revoked.');
  }
}

export class KeyExpired extends Unauthenticated {
  readonly code = 'auth/key-expired';

  constructor(expiredAt: Date) {
    super('This key has expired.', { expired_at: expiredAt });
  }
}

export class WrongMode extends Unauthenticated {
  readonly code = 'auth/wrong-mode';

  constructor(mode: string) {
    super(`This installation does not take keys of this mode; its mode is ${mode}.`, { mode });
  }
}

export class ScopeMissing extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'auth/scope-missing';

  constructor(scope: ScopeName) {
    super(`The key lacks the scope ${scope}.`, { required_scope: scope });
  }
}

export class SignInRequired extends Unauthenticated {
  readonly code = 'auth/sign-in-required';
  override readonly headers = { 'www-authenticate': 'Cookie' };

  constructor() {
    super('Sign in first.');
  }
}

export class GraceTooLong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'auth/grace-too-long';

  constructor(mostHours: number) {
    super(`A key that is replaced lives on for at most ${mostHours} hours.`, { most_hours: mostHours });
  }
}

export class KeyAlreadyReplaced extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'auth/key-already-replaced';

  constructor() {
    super('This key has a successor already; rotate that one.');
  }
}
