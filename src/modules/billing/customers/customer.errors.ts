import { DomainError } from '../../../kernel/domain-error.js';

/** Registered with us, and the provider has not been reached for it yet: trying again later is enough. */
export class CustomerNotAtProvider extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'billing/customer-not-at-provider';

  constructor(customerId: string) {
    super('The payment provider does not know this customer yet. Try again in a moment.', { customer_id: customerId });
  }
}
