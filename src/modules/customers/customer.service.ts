import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/events/outbox.js';
import * as address from './address.js';
import { Customer } from './customer.entity.js';
import { EmailTaken, PhoneTaken } from './customers.errors.js';
import { customerRegistered, subjectOf } from './customers.events.js';
import { CustomerErased } from './data-request.errors.js';
import { addressesIn, People, type PersonFacts } from './people.service.js';
import type { Person } from './person.entity.js';
import { Tombstones } from './tombstones.service.js';

export interface Registration {
  /** The same id is the same act: registering twice gives the first customer. */
  readonly id?: string | undefined;
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A customer without what is personal of it. */
export interface RegisteredCustomer {
  readonly id: string;
  readonly personId: string;
}

/** Who we bill. */
@Injectable()
export class Customers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly people: People,
    private readonly tombstones: Tombstones,
  ) {}

  /** In the caller's transaction, before whose end nobody is forgotten, or its own. @throws CustomerErased */
  async mustBeKnown(id: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.hold(subjectOf(id));
      const [forgotten] = await this.database.query(FORGOTTEN, [id]);
      if (forgotten) throw new CustomerErased(id);
    });
  }

  /**
   * Makes a customer of the person of this address, who is made as well if unknown. In the caller's transaction, or its
   * own. @throws EmailTaken when the person is a customer already, PhoneTaken, NotAnAddress
   */
  async register(registration: Registration): Promise<RegisteredCustomer> {
    const { id = newId(this.clock.now()) } = registration;
    const facts = factsOf(registration);
    return this.database.transaction(async (em) => {
      await this.database.hold(...this.people.locksOf([facts]), subjectOf(id));
      const again = await em.findOne(Customer, id);
      if (again) return registered(again);

      const person = await this.person(facts);
      await this.tombstones.lift(addressesIn([facts]));
      const customer = this.newCustomer(id, person, registration);
      await this.tell(customer);
      return registered(customer);
    });
  }

  /** Whether there is anybody yet. */
  async any(): Promise<boolean> {
    return (await this.database.query('select 1 from customers_customer limit 1')).length > 0;
  }

  /** The row of a customer-to-be and of its person; told and flushed by whoever asks. */
  newCustomer(id: string, person: Person, { currency, metadata }: Registration, at: Date = this.clock.now()): Customer {
    const customer = Object.assign(new Customer(), {
      id,
      person,
      currency: currency?.toLowerCase() ?? null,
      metadata: { ...metadata },
      stage: 'registered',
      registeredAt: at,
    });
    this.database.em.persist(customer);
    return customer;
  }

  private async person(facts: PersonFacts): Promise<Person> {
    const [person] = (await this.people.recognise([facts])) as [Person];
    const holder = await this.database.em.findOne(Customer, { person });
    if (holder) throw facts.email ? new EmailTaken(holder.id) : new PhoneTaken();
    if (facts.phone && !person.has(this.people.indexOf(facts.phone))) throw new PhoneTaken();
    return person;
  }

  private async tell({ id, person, currency, registeredAt }: Customer): Promise<void> {
    await this.database.em.flush();
    const data = { customerId: id, personId: person.id, currency: currency ?? null };
    await this.outbox.record(customerRegistered(data, registeredAt));
  }
}

function registered({ id, person }: Customer): RegisteredCustomer {
  return { id, personId: person.id };
}

function factsOf({ email, phone, name, country }: Registration): PersonFacts {
  return {
    email: email ? address.email(email) : undefined,
    phone: phone ? address.phone(phone) : undefined,
    name,
    country,
  };
}

const FORGOTTEN = `
  select 1 from customers_customer c join customers_person p on p.id = c.person_id
   where c.id = $1 and p.erased_at is not null`;
