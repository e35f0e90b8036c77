import { defineEntity, p } from '@mikro-orm/core';
import { Person } from './person.entity.js';
import { STAGES, type Stage } from './stage.js';

const CustomerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customers_customer',
  indexes: [{ properties: ['registeredAt', 'id'], name: 'customers_customer_registered_at_id_index' }],
  uniques: [{ properties: ['person'], name: 'customers_customer_person_id_unique' }],
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person).updateRule('no action').deleteRule('no action').index(false),
    currency: p.string().length(3).nullable(),
    stage: p
      .text()
      .$type<Stage>()
      .default('registered')
      .check(`stage in (${STAGES.map((stage) => `'${stage}'`).join(', ')})`),
    metadata: p.json<Record<string, string>>(),
    registeredAt: p.datetime(),
    version: p.integer().version(),
  },
});

/** A person or company that billing charges. */
export class Customer extends CustomerSchema.class {
  /** What is absent stays, `null` clears; metadata is merged, where `null` takes a key away. @returns what changed */
  amend({ country, currency, metadata }: CustomerChange): string[] {
    const fields: string[] = [];
    if (country !== undefined && country !== this.person.country) fields.push('country');
    if (currency !== undefined && currency !== this.currency) fields.push('currency');
    const merged = merge(this.metadata, metadata ?? {});
    if (JSON.stringify(merged) !== JSON.stringify(this.metadata)) fields.push('metadata');

    if (fields.includes('country')) this.person.country = country ?? null;
    if (fields.includes('currency')) this.currency = currency ?? null;
    if (fields.includes('metadata')) this.metadata = merged;
    return fields;
  }
}

export interface CustomerChange {
  readonly country?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string | null>> | undefined;
}

function merge(
  before: Record<string, string>,
  change: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const kept = Object.entries({ ...before, ...change }).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(kept);
}

CustomerSchema.setClass(Customer);

const ProviderLinkSchema = defineEntity({
  name: 'ProviderLink',
  tableName: 'customers_provider_link',
  uniques: [
    {
      properties: ['customer', 'provider', 'account'],
      name: 'customers_provider_link_living_unique',
      where: 'ended_at is null',
    },
  ],
  properties: {
    provider: p.text().primary(),
    account: p.text().primary(),
    providerId: p.text().primary(),
    customer: () => p.manyToOne(Customer).updateRule('no action').deleteRule('no action').index(false),
    linkedAt: p.datetime(),
    /** Deleted at the provider. The link stays, so that late events of it find their customer. */
    endedAt: p.datetime().nullable(),
  },
});

/** What a provider calls a customer. */
export class ProviderLink extends ProviderLinkSchema.class {}

ProviderLinkSchema.setClass(ProviderLink);

const StageChangeSchema = defineEntity({
  name: 'StageChange',
  tableName: 'customers_stage_change',
  indexes: [{ properties: ['customer'], name: 'customers_stage_change_customer_id_index' }],
  triggers: [{ name: 'append_only', timing: 'before', events: ['update', 'delete'], expression: 'see the migration' }],
  properties: {
    id: p.uuid().primary(),
    customer: () => p.manyToOne(Customer).updateRule('no action').deleteRule('no action').index(false),
    fromStage: p.text(),
    toStage: p.text(),
    causeEvent: p.uuid().nullable(),
    at: p.datetime(),
  },
});

/** A step in a customer's life, kept for ever. */
export class StageChange extends StageChangeSchema.class {}

StageChangeSchema.setClass(StageChange);
