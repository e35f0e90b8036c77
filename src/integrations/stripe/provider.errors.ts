import { DomainError } from '../../kernel/domain-error.js';

type Facts = Readonly<Record<string, unknown>>;

/** The bank said no. `decline_code` says which no, `advice_code` whether trying again makes sense. */
export class CardDeclined extends DomainError {
  readonly kind = 'declined';
  readonly code = 'provider/card-declined';

  constructor(facts: Facts) {
    super('The card was declined.', facts);
  }
}

/** Nobody answered, or not now. What became of the call is unknown; it is made again under the same key. */
export class ProviderUnreachable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'provider/unreachable';

  constructor(facts: Facts) {
    super('The payment provider cannot be reached at the moment.', facts);
  }
}

/** The provider understood and will not do it: repeating changes nothing. */
export class ProviderRefused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'provider/refused';

  constructor(facts: Facts) {
    super('The payment provider refused this.', facts);
  }
}
