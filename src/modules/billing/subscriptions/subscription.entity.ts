import { OptionalProps, defineEntity, p } from '@mikro-orm/core';
import { PriceCurrencyDiffers, SubscriptionOver } from './subscription.errors.js';
import type { ItemState, SubscriptionState } from './subscription-state.js';

const SubscriptionSchema = defineEntity({
  name: 'Subscription',
  tableName: 'billing_subscription',
  indexes: [{ properties: ['createdAt', 'id'], name: 'billing_subscription_created_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_subscription_provider_id_unique'),
    customerId: p.uuid().index('billing_subscription_customer_id_index'),
    status: p.text(),
    currency: p.text(),
    arrMinor: p.bigint('number'),
    cancelAt: p.datetime().nullable(),
    pause: p.text().nullable(),
    trialEndsAt: p.datetime().nullable(),
    periodStartsAt: p.datetime().nullable(),
    periodEndsAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    livemode: p.boolean(),
    metadata: p.json<Record<string, string>>().defaultRaw(`'{}'::jsonb`),
    /** How far the chain of the provider's events has been walked, the state there, and whether something is missing in it. */
    chain: p.json<{ at: string; state: SubscriptionState; broken: boolean }>(),
    createdAt: p.datetime(),
  },
});

/** What a customer agreed to pay again and again, as it stands now. */
export class Subscription extends SubscriptionSchema.class {
  [OptionalProps]?: 'items' | 'metadata';

  get items(): readonly ItemState[] {
    return this.chain.state.items;
  }

  /** @throws SubscriptionOver */
  mustBeLive(): void {
    if (this.endedAt || this.status === 'canceled' || this.status === 'incomplete_expired') {
      throw new SubscriptionOver(this.id, this.status);
    }
  }

  /** @throws PriceCurrencyDiffers */
  mustBeIn(currency: string): void {
    if (currency !== this.currency) throw new PriceCurrencyDiffers(currency, this.currency);
  }
}

SubscriptionSchema.setClass(Subscription);

const SubscriptionVersionSchema = defineEntity({
  name: 'SubscriptionVersion',
  tableName: 'billing_subscription_version',
  indexes: [{ properties: ['subscriptionId', 'seq'], name: 'billing_subscription_version_subscription_id_seq_index' }],
  properties: {
    id: p.uuid().primary(),
    subscriptionId: p.uuid(),
    seq: p.integer(),
    startsAt: p.datetime(),
    state: p.json<SubscriptionState>(),
    arrMinor: p.bigint('number'),
    inboxEvent: p.uuid().nullable(),
    providerEvent: p.text().nullable(),
    recordedAt: p.datetime().defaultRaw('clock_timestamp()'),
    supersededAt: p.datetime().nullable(),
  },
});

/** The subscription from an instant on, as we knew it at another: superseded by later knowledge, never changed. */
export class SubscriptionVersion extends SubscriptionVersionSchema.class {}

SubscriptionVersionSchema.setClass(SubscriptionVersion);
