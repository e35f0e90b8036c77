import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { isId, newId } from '../../../kernel/id.js';
import { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import { ProviderCalls, type Call } from '../intents/provider-calls.service.js';
import { paymentKey } from '../mirror/payment-key.js';
import { Payment } from './payment.entity.js';
import { CurrencyDiffers, PaymentNotFound, ofPayment } from './payment.errors.js';

export interface CaptureRequest {
  /** Our id or the provider's. */
  readonly payment: string;
  /** Major units in the payment's currency; all that is held when absent. */
  readonly amount?: number | string | undefined;
  readonly currency?: string | undefined;
  /** Tells two captures apart; a retry has the same. */
  readonly attempt: string | undefined;
}

export interface CancellationRequest {
  readonly payment: string;
  readonly reason?: string | undefined;
  readonly attempt: string | undefined;
}

/** How the provider says that it stands otherwise than we thought: it shows how, and that is folded with its refusal. */
const STANDS_OTHERWISE = ['payment_intent_unexpected_state', 'charge_expired_for_capture', 'charge_already_captured'];

/** Payments that have come to no end yet: what is held on a card is captured or let go, what waits is given up. */
@Injectable()
export class OpenPayments {
  constructor(
    private readonly database: Database,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** Once only: what is not captured is let go. @returns our id. @throws NothingHeld, CaptureExceedsHold, CurrencyDiffers */
  async capture({ payment: given, amount, currency, attempt }: CaptureRequest): Promise<string> {
    const payment = await this.payment(given);
    if (currency !== undefined && currency !== payment.currency) throw new CurrencyDiffers(currency, payment.currency);
    const asked = amount === undefined ? undefined : Money.parse(amount, payment.currency);
    return this.call(payment, (now) => now.mustBeCapturable(asked), {
      operation: 'payment.capture',
      params: {
        amount_to_capture: (asked ?? payment.capturable).minor,
        expand: ['latest_charge.balance_transaction'],
      },
      asked: { capture: asked?.minor ?? 'all' },
      attempt,
    });
  }

  /** @returns our id. @throws PaymentNotCancellable, PaymentSettlesInvoice */
  async cancel({ payment: given, reason, attempt }: CancellationRequest): Promise<string> {
    return this.call(await this.payment(given), (now) => now.mustBeCancellable(), {
      operation: 'payment.cancel',
      params: { ...(reason === undefined ? {} : { cancellation_reason: reason }), expand: ['latest_charge'] },
      attempt,
    });
  }

  /** @param allowed refuses what its state forbids */
  private async call(
    payment: Payment,
    allowed: (now: Payment) => void,
    { params, attempt, ...call }: Pick<Call, 'operation' | 'params' | 'asked'> & { attempt: string | undefined },
  ): Promise<string> {
    const guard = async (): Promise<void> => {
      await this.database.hold(paymentKey(payment.providerId ?? payment.id));
      allowed(await this.payment(payment.id));
    };
    const about = { subject: `payment:${payment.id}`, params: { id: payment.providerId, ...params } };
    const target = attempt ?? newId(this.clock.now());
    await this.calls.perform({ ...call, ...about, target, guard }).catch(async (error: unknown) => {
      if (standsOtherwise(error)) allowed(await this.payment(payment.id));
      throw ofPayment(payment.id, error);
    });
    return payment.id;
  }

  /** As it stands now. @throws PaymentNotFound */
  private payment(given: string): Promise<Payment> {
    return this.database.em.findOneOrFail(Payment, isId(given) ? { id: given } : { providerId: given }, {
      failHandler: () => new PaymentNotFound(given),
    });
  }
}

function standsOtherwise(error: unknown): boolean {
  return error instanceof DomainError && STANDS_OTHERWISE.includes(String(error.facts['provider_code']));
}
