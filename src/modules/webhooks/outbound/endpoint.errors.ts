import { DomainError } from '../../../kernel/domain-error.js';

export class EndpointNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'webhooks/endpoint-not-found';

  constructor(id: string) {
    super('There is no such endpoint.', { id });
  }
}

export class EndpointUrlRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'webhooks/endpoint-url-refused';

  constructor(rule: string, words: string) {
    super(`Events are not sent to this address. ${words}`, { rule });
  }
}

export class UnknownEventType extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'webhooks/unknown-event-type';

  constructor(eventType: string) {
    super('There is no such type of event; the catalogue lists them.', { event_type: eventType });
  }
}

export class EndpointDisabled extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhooks/endpoint-disabled';

  constructor(id: string, reason: string | null) {
    super('The endpoint is disabled; enable it first.', { id, reason });
  }
}

export class TooManyEndpoints extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhooks/limit-reached';

  constructor(most: number) {
    super('There are as many endpoints as there may be.', { most });
  }
}

export class DeliveryNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'webhooks/delivery-not-found';

  constructor(id: string) {
    super('There is no such delivery.', { id });
  }
}

export class OutboundHeld extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhooks/outbound-held';

  constructor() {
    super('Nothing is sent while outbound is held.');
  }
}
