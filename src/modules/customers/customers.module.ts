import { Module } from '@nestjs/common';
import { VaultModule } from '../../platform/vault/index.js';
import { CustomerController } from './customer.controller.js';
import { CustomerPage } from './customer.queries.js';
import { CustomersProofs } from './customers-proofs.js';
import { Customers } from './customer.service.js';
import { ForeignCustomers } from './foreign-customer.service.js';
import { OnPaymentCaptured } from './on-payment-captured.js';
import { ErasureController } from './erasure.controller.js';
import { Erasures } from './erasure.service.js';
import { Forgetting } from './forgetting.service.js';
import { RunningRequests } from './running-requests.service.js';
import { Tombstones } from './tombstones.service.js';
import { People } from './people.service.js';
import { Profiles } from './profile.service.js';
import { ProviderLinks } from './provider-link.service.js';
import { Stages } from './stage.service.js';
import { EventTypes } from '../../platform/events/event-types.js';
import { customersEventTypes } from './customers-event-types.js';

@Module({
  imports: [VaultModule],
  controllers: [CustomerController, ErasureController],
  providers: [
    ...[People, Customers, ProviderLinks, ForeignCustomers, Profiles, CustomerPage, Stages, OnPaymentCaptured],
    ...[Erasures, Forgetting, RunningRequests, Tombstones, CustomersProofs],
  ],
  exports: [
    ...[People, Customers, ProviderLinks, ForeignCustomers, Profiles, CustomerPage, RunningRequests, Tombstones],
  ],
})
export class CustomersModule {
  constructor(types: EventTypes) {
    types.register(...customersEventTypes);
  }
}
