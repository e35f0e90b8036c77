import { DomainError } from '../../kernel/domain-error.js';

/** A command outside the lifecycle of what it is about. */
export class TransitionRefused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/transition-refused';

  /** @param about its id, under the name it has elsewhere */
  constructor(about: Readonly<Record<string, string>>, from: string, why = 'As it stands this cannot be done to it.') {
    super(why, { ...about, from });
  }
}
