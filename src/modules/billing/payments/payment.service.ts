import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import type { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import { CustomerAccounts } from '../customers/customer-account.service.js';
import { ProviderCalls } from '../intents/provider-calls.service.js';
import { mustBeChargeable } from './chargeable.js';
import { Payment } from './payment.entity.js';
import { IdTaken, ofPayment } from './payment.errors.js';
import { PaymentMethods } from './payment-method.service.js';

export interface PaymentRequest {
  /** The same id is the same payment. */
  readonly id?: string | undefined;
  readonly customer: string;
  readonly amount: Money;
  readonly description?: string | undefined;
  readonly paymentMethod?: string | undefined;
  readonly capture?: 'automatic' | 'manual' | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Money asked of a customer outside any invoice. */
@Injectable()
export class Payments {
  constructor(
    private readonly database: Database,
    private readonly accounts: CustomerAccounts,
    private readonly methods: PaymentMethods,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** Charges the named method, or the customer's usual one; with neither the payment waits for one. @throws CardDeclined */
  async take(request: PaymentRequest): Promise<string> {
    mustBeChargeable(request.amount);
    const id = request.id ?? newId(this.clock.now());
    const { providerId, guard } = await this.accounts.of(request.customer);
    const method = request.paymentMethod ?? (await this.methods.usual(providerId));
    await this.mustBeTheSame(id, request.amount);
    const params = paramsOf(request, { id, customer: providerId, method });
    const asked = paramsOf(request, { id, customer: providerId, method: request.paymentMethod });
    await this.calls
      .perform({ operation: 'payment.create', subject: `payment:${id}`, params, asked, guard })
      .catch((error: unknown) => {
        throw ofPayment(id, error);
      });
    return id;
  }

  /** An id given before names the payment it was given to. @throws IdTaken */
  private async mustBeTheSame(id: string, amount: Money): Promise<void> {
    const known = await this.database.em.findOne(Payment, id);
    if (known && (known.minor !== amount.minor || known.currency !== amount.currency)) throw new IdTaken(id);
  }
}

function paramsOf(
  request: PaymentRequest,
  { id, customer, method }: { id: string; customer: string; method: string | undefined },
) {
  const { amount, description, capture, metadata } = request;
  return {
    amount: amount.minor,
    currency: amount.currency,
    customer,
    ...(description === undefined ? {} : { description }),
    ...(capture === 'manual' ? { capture_method: 'manual' } : {}),
    ...(method === undefined ? {} : { payment_method: method, confirm: true, off_session: true }),
    metadata: { ...metadata, re_id: id, re_kind: 'one_time' },
    expand: ['latest_charge.balance_transaction'],
  };
}
