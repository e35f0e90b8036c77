import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId, newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { CatalogQueries } from '../catalog/catalog-queries.service.js';
import { CustomerAccounts } from '../customers/customer-account.service.js';
import { ProviderCalls, type Call } from '../intents/provider-calls.service.js';
import { Subscription } from './subscription.entity.js';
import { AlreadySubscribed, SubscriptionNotFound } from './subscription.errors.js';

export interface SubscriptionRequest {
  readonly id?: string | undefined;
  readonly customer: string;
  /** Our id of the price, or the provider's. */
  readonly price: string;
  readonly quantity?: number | undefined;
  readonly trialDays?: number | undefined;
  readonly paymentMethod?: string | undefined;
  readonly allowParallel?: boolean | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export interface PlanChange {
  readonly price?: string | undefined;
  readonly quantity?: number | undefined;
  /** How the part of the period already paid is settled. */
  readonly proration?: 'invoice' | 'next_invoice' | 'none' | undefined;
}

export interface Cancellation {
  readonly at: 'period_end' | 'now';
  readonly reason?: string | undefined;
}

const PRORATION = { invoice: 'always_invoice', next_invoice: 'create_prorations', none: 'none' } as const;
const EXPAND = ['latest_invoice.payments'];

/** What customers agree to pay again and again. The provider runs the calendar; we say what is agreed. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly database: Database,
    private readonly accounts: CustomerAccounts,
    private readonly catalog: CatalogQueries,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** @returns our id. @throws AlreadySubscribed, PriceNotFound, CustomerNotFound */
  async start(request: SubscriptionRequest): Promise<string> {
    const id = request.id ?? newId(this.clock.now());
    const { customerId, providerId: customer, guard } = await this.accounts.of(request.customer);
    const price = await this.catalog.recurringPrice(request.price);
    if (!request.allowParallel) await this.mustBeTheOnly(customerId, price.product_id, id);
    const params = {
      customer,
      items: [{ price: price.provider_id, quantity: request.quantity ?? 1 }],
      ...(request.trialDays === undefined ? {} : { trial_period_days: request.trialDays }),
      ...(request.paymentMethod === undefined ? {} : { default_payment_method: request.paymentMethod }),
      off_session: true,
      metadata: { ...request.metadata, re_id: id },
      expand: EXPAND,
    };
    await this.calls.perform({ operation: 'subscription.create', subject: `subscription:${id}`, params, guard });
    return id;
  }

  /** Another price or number of seats, from now on. @throws PriceNotFound, PlanUnknown, PriceCurrencyDiffers */
  async changePlan(given: string, { price, quantity, proration = 'invoice' }: PlanChange): Promise<string> {
    const subscription = await this.live(given);
    const [item] = subscription.items;
    const target = price === undefined ? undefined : await this.catalog.recurringPrice(price);
    if (target) subscription.mustBeIn(target.currency);
    const items = [
      { id: item?.itemKey, price: target?.provider_id ?? item?.priceId, quantity: quantity ?? item?.quantity ?? 1 },
    ];
    const params = { id: subscription.providerId, items, proration_behavior: PRORATION[proration], expand: EXPAND };
    return this.change(subscription, params);
  }

  /** At the end of what is paid for, or at once. */
  async cancel(given: string, { at, reason }: Cancellation): Promise<string> {
    const details = reason === undefined ? {} : { cancellation_details: { comment: reason } };
    if (at === 'now') return this.end(await this.subscription(given), details);
    const subscription = await this.live(given);
    return this.change(subscription, {
      id: subscription.providerId,
      cancel_at_period_end: true,
      ...details,
    });
  }

  /** A cancellation that has not taken effect is taken back. */
  async keep(given: string): Promise<string> {
    const subscription = await this.live(given);
    return this.change(subscription, { id: subscription.providerId, cancel_at_period_end: false });
  }

  /** It ends once: the same wish is the same call, also when it has been heard meanwhile that it ended. */
  private async end(subscription: Subscription, details: object): Promise<string> {
    const params = { id: subscription.providerId, ...details };
    const subject = `subscription:${subscription.id}`;
    const target = `${await this.refusals(subject, 'subscription.cancel')}:${hashOf(params)}`;
    const guard = async (): Promise<void> => (await this.subscription(subscription.id)).mustBeLive();
    await this.calls.perform({ operation: 'subscription.cancel', subject, params, target, guard });
    return subscription.id;
  }

  /**
   * What it is changed from is part of the call's name: a retry is the same call, a later wish is another one, also the
   * same wish again after the provider had refused it. The provider takes keys of 255 characters, so the rest is a hash.
   */
  private async change(subscription: Subscription, params: Record<string, unknown>): Promise<string> {
    const subject = `subscription:${subscription.id}`;
    const [{ count } = { count: 0 }] = await this.database.query<{ count: number }>(
      `select count(*)::int as count from billing_subscription_version where subscription_id = $1`,
      [subscription.id],
    );
    const target = `${count + (await this.refusals(subject))}:${hashOf(params)}`;
    await this.calls.perform({ operation: 'subscription.update', subject, params, target });
    return subscription.id;
  }

  /** How many calls about it the provider has refused. */
  private async refusals(subject: string, operation?: Call['operation']): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `select count(*)::int as count from billing_intent
       where subject = $1 and state = 'failed' and operation = coalesce($2, operation)`,
      [subject, operation ?? null],
    );
    return row?.count ?? 0;
  }

  private async live(given: string): Promise<Subscription> {
    const subscription = await this.subscription(given);
    subscription.mustBeLive();
    return subscription;
  }

  private subscription(given: string): Promise<Subscription> {
    return this.database.em.findOneOrFail(Subscription, isId(given) ? { id: given } : { providerId: given }, {
      failHandler: () => new SubscriptionNotFound(given),
    });
  }

  private async mustBeTheOnly(customerId: string, productId: string, id: string): Promise<void> {
    const [running] = await this.database.query<{ id: string }>(
      `select s.id from billing_subscription s, jsonb_array_elements(s.chain -> 'state' -> 'items') item
       where s.customer_id = $1 and s.ended_at is null and s.status <> 'incomplete_expired' and item ->> 'planId' = $2 and s.id <> $3 limit 1`,
      [customerId, productId, id],
    );
    if (running) throw new AlreadySubscribed(running.id);
  }
}

function hashOf(params: Record<string, unknown>): string {
  return createHash('sha256').update(JSON.stringify(params)).digest('hex').slice(0, 16);
}
