import { DomainError } from '../../../kernel/domain-error.js';
import type { Money } from '../../../kernel/money.js';

export class PaymentNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/payment-not-found';

  constructor(id: string) {
    super('There is no such payment.', { id });
  }
}

export class RefundNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/refund-not-found';

  constructor(id: string) {
    super('There is no such refund.', { id });
  }
}

export class RefundExceedsPayment extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/refund-exceeds-payment';

  constructor(asked: Money, refundable: Money) {
    super('The refund is larger than what is left of the payment.', { asked, refundable });
  }
}

export class PaymentNotRefundable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/payment-not-refundable';

  constructor(status: string, refundable: Money) {
    super('Nothing is left of this payment to give back.', { payment_status: status, refundable });
  }
}

export class CardDeclined extends DomainError {
  readonly kind = 'declined';
  readonly code = 'billing/card-declined';

  constructor(paymentId: string, declineCode: string) {
    super('The card was declined.', { payment_id: paymentId, decline_code: declineCode });
  }
}

export class AmountNotChargeable extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'billing/amount-not-chargeable';
  override readonly pointer = '/amount';

  constructor(minimum: Money, maximum: Money) {
    super(
      'The provider charges amounts from the minimum to the maximum; in a currency with three decimals the last one is 0.',
      { minimum, maximum },
    );
  }
}

export class IdTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/id-taken';

  constructor(id: string) {
    super('This id was given to something else before; the same id is the same act.', { id });
  }
}

export class CurrencyDiffers extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'billing/currency-differs';

  constructor(asked: string, currency: string) {
    super('A refund is made in the currency of its payment.', { asked, currency });
  }
}
