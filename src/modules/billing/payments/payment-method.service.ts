import { Injectable } from '@nestjs/common';
import { PaymentMethodNotFound, StripeClient, refusalOf } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { OutboundHold } from '../../../platform/ops/outbound-hold.js';
import { CustomerTurns } from '../intents/customer-turns.service.js';
import { ChangesHeld } from '../intents/intent.errors.js';

export interface MethodOnFile {
  readonly id: string;
  readonly type: string;
  readonly card: {
    readonly brand: string;
    readonly last4: string;
    readonly exp_month: number;
    readonly exp_year: number;
  } | null;
  readonly isUsual: boolean;
}

/** Cards and accounts on file; the provider keeps them, we only name them. */
@Injectable()
export class PaymentMethods {
  constructor(
    private readonly stripe: StripeClient,
    private readonly turns: CustomerTurns,
    private readonly outbound: OutboundHold,
  ) {}

  /** The method that is charged when none is named. */
  async usual(customer: string): Promise<string | undefined> {
    Database.outside('a provider call');
    const found = await this.stripe.sdk.customers.retrieve(customer).catch(refuse);
    const usual = found.deleted ? null : found.invoice_settings.default_payment_method;
    return typeof usual === 'string' ? usual : usual?.id;
  }

  async list(customer: string): Promise<MethodOnFile[]> {
    Database.outside('a provider call');
    const { data } = await this.stripe.sdk.customers.listPaymentMethods(customer, { limit: 100 }).catch(refuse);
    const usual = await this.usual(customer);
    return data.map(({ id, type, card }) => ({
      id,
      type,
      card: card ? { brand: card.brand, last4: card.last4, exp_month: card.exp_month, exp_year: card.exp_year } : null,
      isUsual: id === usual,
    }));
  }

  /**
   * Puts a method on file and makes it the usual one. Attaching what is attached changes nothing, so nothing of it is
   * written down (ADR 19). @throws PaymentMethodNotFound, ChangesHeld
   */
  async attach(customer: string, method: string): Promise<MethodOnFile | undefined> {
    Database.outside('a provider call');
    const about = { subject: `customer:${customer}`, params: { customer } };
    const attached = await this.turns.take(about, () => this.makeUsual(customer, method));
    return (await this.list(customer)).find(({ id }) => id === attached);
  }

  private async makeUsual(customer: string, method: string): Promise<string> {
    if (await this.outbound.isHeld('provider')) throw new ChangesHeld();
    const { id } = await this.stripe.sdk.paymentMethods.attach(method, { customer }).catch(refuseMethod);
    await this.stripe.sdk.customers
      .update(customer, { invoice_settings: { default_payment_method: id } })
      .catch(refuse);
    return id;
  }
}

/** The method is in the call's address: what is missing is the method unless it is said to be the customer. */
function refuseMethod(error: unknown): never {
  const refusal = refusalOf(error);
  const { provider_code: code, param } = refusal?.facts ?? {};
  if (refusal && code === 'resource_missing' && param !== 'customer') throw new PaymentMethodNotFound(refusal.facts);
  throw refusal ?? error;
}

function refuse(error: unknown): never {
  throw refusalOf(error) ?? error;
}
