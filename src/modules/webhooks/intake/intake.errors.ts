import { DomainError } from '../../../kernel/domain-error.js';

export class ProviderNotConfigured extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'webhooks/provider-not-configured';

  constructor(provider: string) {
    super('No events are taken from this provider here.', { provider });
  }
}
