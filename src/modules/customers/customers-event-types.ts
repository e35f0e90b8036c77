import { anId, aText, listOf, oneOf, orNull, aCurrency } from '../../platform/events/event-schema.js';
import { eventType } from '../../platform/events/event-types.js';
import type {
  CustomerChanged,
  CustomerLinked,
  CustomerRegistered,
  PersonErased,
  StageChanged,
} from './customers.events.js';
import { STAGES } from './stage.js';

const customerId = '0199a8a0-0000-7000-8000-000000000021';
const personId = '0199a8a0-0000-7000-8000-000000000022';

export const customersEventTypes = [
  eventType<CustomerRegistered>('customers.customer.registered', {
    meaning: 'Somebody is known as a customer from now on.',
    data: { customerId: anId, personId: anId, currency: orNull(aCurrency) },
    example: { customerId, personId, currency: 'usd' },
  }),
  eventType<CustomerChanged>('customers.customer.changed', {
    meaning: 'Something of a customer’s profile changed: which fields, never to what.',
    data: { customerId: anId, personId: anId, fields: listOf(aText) },
    example: { customerId, personId, fields: ['email'] },
  }),
  eventType<CustomerLinked>('customers.customer.linked', {
    meaning: 'A customer is known to a provider under an id of the provider’s.',
    data: { customerId: anId, provider: aText, account: aText, providerId: aText },
    example: { customerId, provider: 'stripe', account: 'self', providerId: 'cus_1' },
  }),
  eventType<PersonErased>('customers.person.erased', {
    meaning: 'A person was forgotten: nothing of theirs can be read any more.',
    data: { personId: anId, customerId: anId },
    example: { personId, customerId },
  }),
  eventType<StageChanged>('customers.stage.changed', {
    meaning: 'Where a customer stands with us changed.',
    data: { customerId: anId, from: oneOf(...STAGES), to: oneOf(...STAGES) },
    example: { customerId, from: 'registered', to: 'paying' },
  }),
];
