import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Customers, ProviderLinks, type Registration } from '../../customers/index.js';
import { CallNotSettled } from '../intents/intent.errors.js';
import { ProviderCalls } from '../intents/provider-calls.service.js';
import { CustomerNotAtProvider } from './customer.errors.js';

/** A customer as billing needs it: ours and the provider's name for it. */
export interface Account {
  readonly customerId: string;
  /** `cus_...` */
  readonly providerId: string;
  /** Guards what is to begin for them: nothing does for a person who is being forgotten. @throws CustomerErased */
  readonly guard: () => Promise<void>;
}

/** Customers with an account at the provider. */
@Injectable()
export class CustomerAccounts {
  constructor(
    private readonly customers: Customers,
    private readonly links: ProviderLinks,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** Registers with us first; where the provider is away the account follows later by itself. @returns our id */
  async open(registration: Registration): Promise<string> {
    const { id } = await this.customers.register({ ...registration, id: registration.id ?? newId(this.clock.now()) });
    const { email, name, phone, metadata = {} } = registration;
    const params = {
      ...(email ? { email } : {}),
      ...(name ? { name } : {}),
      ...(phone ? { phone } : {}),
      metadata: { ...metadata, re_id: id },
    };
    await this.calls.perform({ operation: 'customer.create', subject: `customer:${id}`, params }).catch(unlessAway);
    return id;
  }

  /** By our id or the provider's. @throws CustomerNotFound, CustomerNotAtProvider */
  async of(given: string): Promise<Account> {
    const { customerId, providerId } = await this.links.accountOf(given, 'stripe', 'self');
    if (providerId === null) throw new CustomerNotAtProvider(customerId);
    return { customerId, providerId, guard: () => this.customers.mustBeKnown(customerId) };
  }
}

function unlessAway(error: unknown): void {
  if (!(error instanceof CallNotSettled)) throw error;
}
