import type { DomainEvent } from '../../kernel/domain-event.js';
import type { Stage } from './stage.js';

/** Ids only: no event carries a name or an address. */
export type CustomerRegistered = DomainEvent<
  'customers.customer.registered',
  { customerId: string; personId: string; currency: string | null }
>;

export type CustomerChanged = DomainEvent<
  'customers.customer.changed',
  /** Which of email, name, phone, country, currency, metadata; never to what. */
  { customerId: string; personId: string; fields: string[] }
>;

export type CustomerLinked = DomainEvent<
  'customers.customer.linked',
  { customerId: string; provider: string; account: string; providerId: string }
>;

export type StageChanged = DomainEvent<'customers.stage.changed', { customerId: string; from: Stage; to: Stage }>;

/** They were forgotten: whoever holds something of theirs lets go of it. */
export type PersonErased = DomainEvent<'customers.person.erased', { personId: string; customerId: string }>;

export function customerRegistered(data: CustomerRegistered['data'], occurredAt: Date): CustomerRegistered {
  return { type: 'customers.customer.registered', subject: subjectOf(data.customerId), occurredAt, data };
}

export function customerChanged(data: CustomerChanged['data']): CustomerChanged {
  return { type: 'customers.customer.changed', subject: subjectOf(data.customerId), data };
}

export function customerLinked(data: CustomerLinked['data']): CustomerLinked {
  return { type: 'customers.customer.linked', subject: subjectOf(data.customerId), data };
}

export function stageChanged(data: StageChanged['data'], occurredAt: Date): StageChanged {
  return { type: 'customers.stage.changed', subject: subjectOf(data.customerId), occurredAt, data };
}

export function personErased(data: PersonErased['data']): PersonErased {
  return { type: 'customers.person.erased', subject: subjectOf(data.customerId), data };
}

/** The subject of a customer's events and the key of its lock. */
export function subjectOf(customerId: string): string {
  return `customer:${customerId}`;
}
