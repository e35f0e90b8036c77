import { DomainError } from '../../../kernel/domain-error.js';
import type { Money } from '../../../kernel/money.js';
import { TransitionRefused } from '../transition.errors.js';

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

export class CaptureExceedsHold extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/capture-exceeds-hold';

  constructor(asked: Money, capturable: Money) {
    super('More is asked for than is held on the card.', { asked, capturable });
  }
}

export class NothingHeld extends TransitionRefused {
  constructor(id: string, status: string) {
    super({ payment_id: id }, status, `A payment that is ${status} holds nothing that could be captured.`);
  }
}

export class PaymentNotCancellable extends TransitionRefused {
  constructor(id: string, status: string) {
    super({ payment_id: id }, status, `A payment that is ${status} cannot be cancelled.`);
  }
}

export class PaymentSettlesInvoice extends TransitionRefused {
  constructor(id: string, status: string) {
    super({ payment_id: id }, status, 'This payment settles an invoice; void the invoice instead.');
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
    super('A payment is captured and refunded in its own currency.', { asked, currency });
  }
}

/** What the provider answered about a payment, in the words of payments: a declined card is told with the payment it is of. */
export function ofPayment(paymentId: string, error: unknown): unknown {
  if (!(error instanceof DomainError) || error.kind !== 'declined') return error;
  const code = error.facts['decline_code'] ?? error.facts['provider_code'];
  return new CardDeclined(paymentId, typeof code === 'string' ? code : 'generic_decline');
}
