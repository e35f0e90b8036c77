import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { isId } from '../../kernel/id.js';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/events/outbox.js';
import { Customer, ProviderLink } from './customer.entity.js';
import { AlreadyLinked, CustomerNotFound } from './customers.errors.js';
import { customerLinked, subjectOf } from './customers.events.js';

/** What the providers call our customers. */
@Injectable()
export class ProviderLinks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  /** One living link a customer, provider and account; linking the same again changes nothing. @throws AlreadyLinked, CustomerNotFound */
  async link(customerId: string, provider: string, account: string, providerId: string): Promise<void> {
    await this.database.transaction(async (em) => {
      await this.database.hold(lockOf(provider, account, providerId), subjectOf(customerId));
      const links = await em.find(ProviderLink, {
        provider,
        account,
        $or: [{ providerId }, { customer: customerId, endedAt: null }],
      });
      if (links.some((link) => link.providerId === providerId && link.customer.id === customerId)) return;
      if (links.length > 0) throw new AlreadyLinked(provider);

      const customer = await em.findOneOrFail(Customer, customerId, {
        failHandler: () => new CustomerNotFound(customerId),
      });
      this.add(customer, provider, account, providerId);
      await em.flush();
      await this.outbox.record(customerLinked({ customerId, provider, account, providerId }));
    });
  }

  /** Deleted at the provider: the customer stays, and a new link may take its place. */
  async end(provider: string, account: string, providerId: string): Promise<void> {
    await this.database.transaction(async (em) => {
      await this.database.hold(lockOf(provider, account, providerId));
      const link = await em.findOne(ProviderLink, { provider, account, providerId });
      if (link) link.endedAt ??= this.clock.now();
      await em.flush();
    });
  }

  /** Both names of a customer, found by either. @throws CustomerNotFound */
  async accountOf(given: string, provider: string, account: string): Promise<ProviderAccount> {
    const [row] = await this.database.query<{ id: string; provider_id: string | null }>(
      isId(given) ? BY_OUR_ID : BY_THEIR_ID,
      [given, provider, account],
    );
    if (!row) throw new CustomerNotFound(given);
    return { customerId: row.id, providerId: row.provider_id };
  }

  /** Everything a provider has ever called this customer. */
  async namesOf(customerId: string, provider: string): Promise<string[]> {
    const rows = await this.database.query<{ provider_id: string }>(
      'select provider_id from customers_provider_link where customer_id = $1 and provider = $2',
      [customerId, provider],
    );
    return rows.map(({ provider_id: id }) => id);
  }

  /** Our ids of many of theirs, in one query; unknown ones are absent. */
  async find(provider: string, account: string, providerIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ provider_id: string; customer_id: string }>(FIND, [
      provider,
      account,
      providerIds,
    ]);
    return new Map(rows.map(({ provider_id, customer_id }) => [provider_id, customer_id]));
  }

  /** How those the provider knows stand with us; unknown ones are absent. */
  async standing(
    provider: string,
    account: string,
    providerIds: readonly string[],
  ): Promise<Map<string, LinkStanding>> {
    const rows = await this.database.query<{ provider_id: string; standing: LinkStanding }>(STANDING, [
      provider,
      account,
      providerIds,
    ]);
    return new Map(rows.map(({ provider_id: id, standing }) => [id, standing]));
  }

  /** Which of these customers have a living link there already. */
  async linked(customers: readonly Customer[], provider: string, account: string): Promise<Set<string>> {
    if (customers.length === 0) return new Set();
    const ids = customers.map(({ id }) => id);
    const links = await this.database.em.find(ProviderLink, {
      customer: { $in: ids },
      provider,
      account,
      endedAt: null,
    });
    return new Set(links.map(({ customer }) => customer.id));
  }

  /** The row, told and flushed by whoever asks. */
  add(customer: Customer, provider: string, account: string, providerId: string): void {
    const link = Object.assign(new ProviderLink(), {
      provider,
      account,
      providerId,
      customer,
      linkedAt: this.clock.now(),
    });
    this.database.em.persist(link);
  }
}

export type LinkStanding = 'living' | 'deleted';

export interface ProviderAccount {
  readonly customerId: string;
  /** What the provider calls it; null while it does not know it. */
  readonly providerId: string | null;
}

/** Sorts between the locks of addresses and those of customers: everybody takes them in that order. */
export function lockOf(provider: string, account: string, providerId: string): string {
  return `customer-link:${provider}:${account}:${providerId}`;
}

const FIND = `
  select provider_id, customer_id from customers_provider_link
   where provider = $1 and account = $2 and provider_id = any($3::text[])`;

const STANDING = `
  select provider_id, case when ended_at is null then 'living' else 'deleted' end as standing
    from customers_provider_link where provider = $1 and account = $2 and provider_id = any($3::text[])`;

const LIVING = `l.provider = $2 and l.account = $3 and l.ended_at is null`;

const BY_OUR_ID = `
  select c.id, l.provider_id from customers_customer c
    left join customers_provider_link l on l.customer_id = c.id and ${LIVING}
   where c.id = $1::uuid`;

const BY_THEIR_ID = `
  select known.customer_id as id, l.provider_id from customers_provider_link known
    left join customers_provider_link l on l.customer_id = known.customer_id and ${LIVING}
   where known.provider_id = $1 and known.provider = $2 and known.account = $3`;
