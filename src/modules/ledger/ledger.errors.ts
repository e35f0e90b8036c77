import { DomainError } from '../../kernel/domain-error.js';

export class UnknownAccount extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'ledger/unknown-account';

  constructor(account: string) {
    super('The chart of accounts has no such account.', { account: account.slice(0, 64) });
  }
}

/** A running balance is one account's: over several, or none, it would mean nothing. */
export class AccountNeeded extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'ledger/account-needed';
  override readonly pointer = '?account';

  constructor() {
    super('A statement is of one account: name it, as in `?account=clearing:payments`.');
  }
}

export class JournalNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ledger/journal-not-found';

  constructor(id: string) {
    super('There is no such journal.', { id });
  }
}

/** A defect of a posting rule, not a refusal: found here so that the message names the fact, refused by the database anyway. */
export class BrokenRule extends Error {
  constructor(postingKey: string, what: string) {
    super(`${postingKey}: ${what}`);
    this.name = 'BrokenRule';
  }
}
