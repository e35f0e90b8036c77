export { CustomersModule } from './customers.module.js';
export { CustomerPage } from './customer.queries.js';
export { CustomerView } from './customer.views.js';
export { Customers, type RegisteredCustomer, type Registration } from './customer.service.js';
export { ForeignCustomers, type ForeignCustomer } from './foreign-customer.service.js';
export { People, type PersonFacts } from './people.service.js';
export { Profiles, type ProfileChange } from './profile.service.js';
export { ProviderLinks, type LinkStanding, type ProviderAccount } from './provider-link.service.js';
export { RunningRequests, type RunningErasure } from './running-requests.service.js';
export { Tombstones, type Forgotten } from './tombstones.service.js';
export { AlreadyLinked, CustomerNotFound, EmailTaken, NotAnAddress, PhoneTaken } from './customers.errors.js';
export type {
  CustomerChanged,
  CustomerLinked,
  CustomerRegistered,
  PersonErased,
  StageChanged,
} from './customers.events.js';
