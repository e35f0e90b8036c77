import { DomainError } from '../../../kernel/domain-error.js';

export class ProductNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/product-not-found';

  constructor(id: string) {
    super('There is no such product.', { id });
  }
}

export class PriceNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/price-not-found';

  constructor(id: string) {
    super('There is no such price.', { id });
  }
}

export class PlanUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'billing/plan-unknown';

  constructor(price: string) {
    super('This is not a recurring price that is on sale.', { price_id: price });
  }
}
