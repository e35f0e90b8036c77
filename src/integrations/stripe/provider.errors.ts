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

/** Nothing is on file under this name, or it is another customer's. */
export class PaymentMethodNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'provider/payment-method-not-found';
  override readonly pointer = '/payment_method_id';

  constructor({ provider, provider_code, provider_request_id, param }: Facts) {
    super('The payment provider has no such payment method for this customer.', {
      provider,
      provider_code,
      provider_request_id,
      param,
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  idempotency: 'the same key was given to another call',
  authentication: 'it does not take the key of this installation',
  permission: 'the key of this installation may not do this',
  'not-found': 'what this is about is not there',
  unsupported: 'it cannot do this',
};

/**
 * The provider understood and will not do it: repeating changes nothing. Told in our words, with the provider's code and
 * the parameter it names; its own text may repeat what was sent.
 */
export class ProviderRefused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'provider/refused';

  constructor({ provider, provider_code, provider_request_id, param, reason }: Facts) {
    const why = REASONS[String(reason)] ?? 'it does not take this as it stands';
    super(`The payment provider refused this: ${inFull(why, param, provider_code)}.`, {
      provider,
      provider_code,
      provider_request_id,
      param,
      reason,
    });
  }
}

function inFull(why: string, param: unknown, code: unknown): string {
  const about = typeof param === 'string' ? `, because of ${param}` : '';
  return typeof code === 'string' ? `${why}${about} (${code})` : `${why}${about}`;
}
