import { DomainError } from '../../../kernel/domain-error.js';

export class ProviderNotConfigured extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'webhooks/provider-not-configured';

  constructor(provider: string) {
    super('No events are taken from this provider here.', { provider });
  }
}

export class UnusableSecret extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'webhooks/signing-secret-unusable';

  constructor() {
    super('A signing secret is one word, as the provider shows it.');
  }
}

export class LabelTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhooks/signing-secret-label-taken';

  constructor(label: string) {
    super(`There is a signing secret called ${label} already.`, { label });
  }
}

export class NoSuchSecret extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'webhooks/signing-secret-not-found';

  constructor(label: string) {
    super(`No signing secret called ${label} holds then.`, { label });
  }
}
