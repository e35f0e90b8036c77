import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId, newId } from '../../../kernel/id.js';
import { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import { ProviderCalls } from '../intents/provider-calls.service.js';
import { paymentKey, rootOf } from '../mirror/payment-key.js';
import { Payment, Refund } from './payment.entity.js';
import { IdTaken, PaymentNotFound } from './payment.errors.js';

export interface RefundRequest {
  /** The same id is the same refund. */
  readonly id?: string | undefined;
  /** Our id or the provider's. */
  readonly payment: string;
  /** Major units in the payment's currency; all that is left when absent. */
  readonly amount?: number | string | undefined;
  readonly reason?: string | undefined;
}

/** Money given back. What is asked for is set aside under the payment's lock before the provider is called. */
@Injectable()
export class Refunds {
  constructor(
    private readonly database: Database,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** @returns the refund's id. @throws RefundExceedsPayment, PaymentNotRefundable */
  async issue(request: RefundRequest): Promise<string> {
    const id = request.id ?? newId(this.clock.now());
    const { refund, payment } = await this.setAside(id, request);
    failpoint('refund.after-set-aside');
    const params = {
      [rootOf(payment.providerId ?? '')]: payment.providerId,
      amount: refund.minor,
      ...(request.reason === undefined ? {} : { reason: request.reason }),
      metadata: { re_id: id },
      expand: ['balance_transaction'],
    };
    await this.calls.perform({ operation: 'refund.create', subject: `refund:${id}`, params });
    return id;
  }

  private async setAside(
    id: string,
    { payment: given, amount, reason }: RefundRequest,
  ): Promise<{ refund: Refund; payment: Payment }> {
    const where = isId(given) ? { id: given } : { providerId: given };
    const failHandler = (): Error => new PaymentNotFound(given);
    const found = await this.database.em.findOneOrFail(Payment, where, { failHandler });
    return this.database.transaction(async (em) => {
      await this.database.hold(paymentKey(found.providerId ?? found.id));
      const payment = await em.findOneOrFail(Payment, found.id, { failHandler });
      const again = await em.findOne(Refund, id);
      if (again) {
        const same = amount === undefined || Money.parse(amount, payment.currency).minor === again.minor;
        if (again.paymentId !== payment.id || !same) throw new IdTaken(id);
        return { refund: again, payment };
      }

      const reserved = await em.find(Refund, {
        paymentId: payment.id,
        status: { $in: ['requested', 'awaiting_approval'] },
      });
      const sum = reserved.reduce((total, refund) => total.plus(refund.amount), Money.zero(payment.currency));
      const asked = amount === undefined ? undefined : Money.parse(amount, payment.currency);
      const { minor, currency } = payment.refundOf(asked, sum);
      const refund = em.create(Refund, {
        id,
        paymentId: payment.id,
        status: 'requested',
        minor,
        currency,
        reason: reason ?? null,
        createdAt: this.clock.now(),
      });
      await em.flush();
      return { refund, payment };
    });
  }
}
