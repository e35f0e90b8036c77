import { Customer, ProviderLink, StageChange } from './customer.entity.js';
import { Address, Person } from './person.entity.js';

export const customersEntities = [Person, Address, Customer, ProviderLink, StageChange];
