import { DomainError } from '../../../kernel/domain-error.js';
import { TransitionRefused } from '../transition.errors.js';

export class SubscriptionNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/subscription-not-found';

  constructor(id: string) {
    super('There is no such subscription.', { id });
  }
}

export class SubscriptionOver extends TransitionRefused {
  constructor(id: string, status: string) {
    super({ subscription_id: id }, status, 'The subscription has ended; a new one can be started.');
  }
}

/** A subscription keeps the currency it began in: its invoices and what is left of paid time are in it. */
export class PriceCurrencyDiffers extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'billing/price-currency-differs';
  override readonly pointer = '/price_id';

  constructor(asked: string, currency: string) {
    super('The price is in another currency than the subscription.', { asked, currency });
  }
}

export class AlreadySubscribed extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/already-subscribed';

  constructor(subscriptionId: string) {
    super('The customer is subscribed to this already; `allow_parallel` subscribes once more.', {
      subscription_id: subscriptionId,
    });
  }
}
