import { DomainError } from '../../kernel/domain-error.js';

export class CustomerErased extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'customers/erased';

  constructor(customerId: string) {
    super('This person was forgotten.', { customer_id: customerId });
  }
}

export class SecondPersonNeeded extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'customers/second-person-needed';

  constructor() {
    super('Whoever asked for it cannot approve it: somebody else has to.');
  }
}

export class RequestDecided extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'customers/request-decided';

  constructor(state: string) {
    super('This request has been decided already.', { state });
  }
}

export class RequestNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'customers/request-not-found';

  constructor(id: string) {
    super('There is no such request.', { id: id.slice(0, 128) });
  }
}
