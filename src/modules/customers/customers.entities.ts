import { Customer, ProviderLink, StageChange } from './customer.entity.js';
import { DataRequest, Tombstone } from './data-request.entity.js';
import { Address, Person } from './person.entity.js';

export const customersEntities = [Person, Address, Customer, ProviderLink, StageChange, DataRequest, Tombstone];
