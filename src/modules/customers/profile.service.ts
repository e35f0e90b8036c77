import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/events/outbox.js';
import * as address from './address.js';
import type { AddressKind, NormalAddress } from './address.js';
import { Customer, type CustomerChange } from './customer.entity.js';
import { EmailTaken, PhoneTaken } from './customers.errors.js';
import { CustomerErased } from './data-request.errors.js';
import { customerChanged, subjectOf } from './customers.events.js';
import { nameOf, People } from './people.service.js';
import type { Address, Person } from './person.entity.js';
import { ProviderLinks } from './provider-link.service.js';

/** What is absent stays, `null` clears; metadata is merged. */
export interface ProfileChange extends CustomerChange {
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

/** What we know of a customer, as somebody corrects it. */
@Injectable()
export class Profiles {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly people: People,
    private readonly links: ProviderLinks,
  ) {}

  /** @param given our id or the provider's @throws CustomerNotFound, CustomerErased, EmailTaken, PhoneTaken, NotAnAddress */
  async change(given: string, change: ProfileChange): Promise<void> {
    const email = read(change.email, address.email);
    const phone = read(change.phone, address.phone);
    await this.apply(given, { ...change, email, phone }, 'refuse');
  }

  /**
   * What was changed at the provider. Whatever is no address is passed over, and an address of somebody else's stays
   * theirs: a fold is not stopped by either. @throws CustomerNotFound
   */
  async adopt(given: string, told: ProfileChange): Promise<void> {
    const email = read(told.email, (text) => address.lenient(address.email, text));
    const phone = read(told.phone, (text) => address.lenient(address.phone, text));
    await this.apply(given, { ...told, email, phone }, 'leave');
  }

  private async apply(given: string, change: Applied, taken: 'refuse' | 'leave'): Promise<void> {
    const { customerId } = await this.links.accountOf(given, 'stripe', 'self');
    const { email, phone, name } = change;
    await this.database.transaction(async (em) => {
      const locks = this.people.locksOf([{ email: email ?? undefined, phone: phone ?? undefined }]);
      await this.database.hold(...locks, subjectOf(customerId));
      const customer = await em.findOneOrFail(Customer, customerId, { populate: ['person', 'person.addresses'] });
      if (customer.person.erasedAt && taken === 'leave') return;
      if (customer.person.erasedAt) throw new CustomerErased(customerId);
      const fields = customer.amend(change);
      if (await this.rename(customer.person, name)) fields.push('name');
      if (await this.move(customer.person, 'email', email, taken)) fields.push('email');
      if (await this.move(customer.person, 'phone', phone, taken)) fields.push('phone');
      if (fields.length === 0) return;

      await em.flush();
      await this.outbox.record(customerChanged({ customerId, personId: customer.person.id, fields }));
    });
  }

  private async rename(person: Person, name: string | null | undefined): Promise<boolean> {
    if (name === undefined) return false;
    const key = await this.people.keyOf(person);
    const before = person.name ? key.open(person.name, nameOf(person.id)) : null;
    if (before === name) return false;
    person.name = name === null ? null : key.seal(name, nameOf(person.id));
    return true;
  }

  /** The former address is kept as one more of theirs: a late word under it still finds them. Only `null` forgets it. */
  private async move(
    person: Person,
    kind: AddressKind,
    to: NormalAddress | null | undefined,
    taken: 'refuse' | 'leave',
  ): Promise<boolean> {
    const { em } = this.database;
    const before = person.primary(kind);
    if (to === undefined || (to === null && !before)) return false;
    if (to === null) {
      em.remove(before as Address);
      return true;
    }
    const index = this.people.indexOf(to);
    if (before?.blindIndex === index) return false;
    const holder = (await this.people.holders([{ [kind]: to }])).get(index);
    if (holder && holder !== person) {
      if (taken === 'leave') return false;
      throw kind === 'email' ? new EmailTaken() : new PhoneTaken();
    }

    if (before) before.isPrimary = false;
    // The database takes one primary a kind, and the unit of work writes new rows before changed ones.
    await em.flush();
    const known = person.addressed(index);
    if (known) known.isPrimary = true;
    else person.add(this.people.addressOf(to, await this.people.keyOf(person)));
    return true;
  }
}

interface Applied extends CustomerChange {
  readonly email: NormalAddress | null | undefined;
  readonly phone: NormalAddress | null | undefined;
  readonly name?: string | null | undefined;
}

function read<Address>(given: string | null | undefined, as: (given: string) => Address): Address | null | undefined {
  return typeof given === 'string' ? as(given) : given;
}
