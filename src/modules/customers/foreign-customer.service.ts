import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { derivedId } from '../../kernel/id.js';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/events/outbox.js';
import * as address from './address.js';
import { Customer } from './customer.entity.js';
import { Customers } from './customer.service.js';
import { customerLinked, customerRegistered, subjectOf } from './customers.events.js';
import { People, type PersonFacts } from './people.service.js';
import type { Person } from './person.entity.js';
import { lockOf, ProviderLinks } from './provider-link.service.js';

/** A customer as a provider tells of it. What is no valid address is passed over. */
export interface ForeignCustomer {
  readonly providerId: string;
  /** Our own id, when the provider's object carries it: made by our call, seen before the call returned. */
  readonly customerId?: string | undefined;
  readonly createdAt: Date;
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Customers made elsewhere: each ends in one row, whether we or the provider knew it first. */
@Injectable()
export class ForeignCustomers {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly people: People,
    private readonly customers: Customers,
    private readonly links: ProviderLinks,
  ) {}

  /** Found by the provider's id, else by our own, else by address, else made. @returns our ids by theirs */
  async import(provider: string, account: string, foreign: readonly ForeignCustomer[]): Promise<Map<string, string>> {
    return this.database.transaction(async (em) => {
      const locks = foreign.map(({ providerId }) => lockOf(provider, account, providerId));
      await this.database.hold(...locks, ...this.people.locksOf(foreign.map(factsOf)));

      const ids = await this.links.find(
        provider,
        account,
        foreign.map(({ providerId }) => providerId),
      );
      const strangers = foreign.filter(({ providerId }) => !ids.has(providerId));
      if (strangers.length === 0) return ids;

      const adopted = await this.adopt({ provider, account }, strangers);
      await em.flush();
      await this.outbox.record(...adopted.flatMap((one) => eventsOf(one, provider, account)));
      for (const { customer, providerId } of adopted) ids.set(providerId, customer.id);
      return ids;
    });
  }

  private async adopt(at: At, strangers: readonly ForeignCustomer[]): Promise<Adopted[]> {
    const own = await this.ourOwn(strangers);
    const others = strangers.filter(({ customerId }) => !own.has(customerId ?? ''));
    const people = await this.people.recognise(
      await this.people.unforgotten(others.map((one) => ({ ...factsOf(one), personId: derived('person', at, one) }))),
    );
    const byPerson = await this.customersOf(people);
    const candidates = [...own.values(), ...byPerson.values()];
    await this.database.hold(...candidates.map(({ id }) => subjectOf(id)));
    const linked = await this.links.linked(candidates, at.provider, at.account);

    const adopted: Adopted[] = [];
    for (const stranger of strangers) {
      const person = people[others.indexOf(stranger)];
      const known = own.get(stranger.customerId ?? '') ?? byPerson.get(person?.id ?? '');
      const isNew = !known || linked.has(known.id);
      const customer = isNew ? await this.register(at, stranger, known ? undefined : person) : known;
      this.links.add(customer, at.provider, at.account, stranger.providerId);
      linked.add(customer.id);
      byPerson.set(customer.person.id, customer);
      adopted.push({ customer, providerId: stranger.providerId, isNew });
    }
    return adopted;
  }

  private async ourOwn(strangers: readonly ForeignCustomer[]): Promise<Map<string, Customer>> {
    const ids = strangers.flatMap(({ customerId }) => customerId ?? []);
    const found = ids.length === 0 ? [] : await this.database.em.find(Customer, { id: { $in: ids } });
    return new Map(found.map((customer) => [customer.id, customer]));
  }

  private async customersOf(people: readonly Person[]): Promise<Map<string, Customer>> {
    const found = await this.database.em.find(Customer, { person: { $in: people.map(({ id }) => id) } });
    return new Map(found.map((customer) => [customer.person.id, customer]));
  }

  /** The provider may know two customers by one address. We hold an address once, so the second stands without it. */
  private async register(at: At, stranger: ForeignCustomer, person?: Person): Promise<Customer> {
    const { name, country, createdAt } = stranger;
    const [other] = person
      ? [person]
      : await this.people.recognise([{ personId: derived('person', at, stranger), name, country }]);
    return this.customers.newCustomer(derived('customer', at, stranger), other as Person, stranger, createdAt);
  }
}

interface At {
  readonly provider: string;
  readonly account: string;
}

interface Adopted {
  readonly customer: Customer;
  readonly providerId: string;
  readonly isNew: boolean;
}

function eventsOf({ customer, providerId, isNew }: Adopted, provider: string, account: string): DomainEvent[] {
  const { id: customerId, person, currency, registeredAt } = customer;
  const told = customerLinked({ customerId, provider, account, providerId });
  if (!isNew) return [told];
  return [customerRegistered({ customerId, personId: person.id, currency: currency ?? null }, registeredAt), told];
}

/** The same object gives the same rows in every replay. */
function derived(noun: string, { provider, account }: At, { providerId, createdAt }: ForeignCustomer): string {
  return derivedId(createdAt, `${noun}:${provider}:${account}:${providerId}`);
}

function factsOf({ email, phone, name, country }: ForeignCustomer): PersonFacts {
  return { email: address.lenient(address.email, email), phone: address.lenient(address.phone, phone), name, country };
}
