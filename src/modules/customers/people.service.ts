import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { Database } from '../../platform/database/database.js';
import { Vault, type SubjectKey } from '../../platform/vault/index.js';
import type { NormalAddress } from './address.js';
import { Address, Person } from './person.entity.js';
import { Tombstones } from './tombstones.service.js';

/** What somebody told us of a person. Never the reason to join two. */
export interface PersonFacts {
  /** The id a new person gets; a fresh one when absent. */
  readonly personId?: string | undefined;
  readonly email?: NormalAddress | undefined;
  readonly phone?: NormalAddress | undefined;
  readonly name?: string | null | undefined;
  readonly country?: string | null | undefined;
}

/** Everybody we hold personal data of, one row each. */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly tombstones: Tombstones,
  ) {}

  /** Locks under which nobody else can meet or move these addresses; to be held before the first write. */
  locksOf(all: readonly PersonFacts[]): string[] {
    return addressesIn(all).map((address) => `address:${address.kind}:${this.indexOf(address)}`);
  }

  /**
   * What a provider tells, without what it tells of people who were forgotten: a late word brings nobody back. A phone number
   * is shared: with another's e-mail address it is left out alone.
   */
  async unforgotten(all: readonly PersonFacts[]): Promise<PersonFacts[]> {
    const theirs = await this.tombstones.among(addressesIn(all));
    const isTheirs = (one: NormalAddress | undefined) => one !== undefined && theirs.has(one);
    return all.map((facts) => {
      if (isTheirs(facts.email ?? facts.phone)) return { personId: facts.personId };
      return isTheirs(facts.phone) ? { ...facts, phone: undefined } : facts;
    });
  }

  /** Whose these addresses are, by blind index. */
  async holders(all: readonly PersonFacts[]): Promise<Map<string, Person>> {
    const indexes = addressesIn(all).map((address) => this.indexOf(address));
    if (indexes.length === 0) return new Map();
    const found = await this.database.em.find(
      Address,
      { blindIndex: { $in: indexes } },
      { populate: ['person', 'person.addresses'] },
    );
    return new Map(found.map((address) => [address.blindIndex, address.person as Person]));
  }

  /**
   * The person of each address, made if unknown. The e-mail address decides, a phone number only alone: people share
   * those. What is missing of a known person is added; what is somebody else's stays theirs. Needs `locksOf` held.
   */
  async recognise(all: readonly PersonFacts[]): Promise<Person[]> {
    const holders = await this.holders(all);
    const people = all.map((facts) => this.meet(facts, holders));
    const keys = await this.keysOf(people);
    all.forEach((facts, index) => {
      const person = people[index] as Person;
      this.complete(person, facts, keys.get(person.id) as SubjectKey, holders);
    });
    return people;
  }

  async keyOf(person: Person): Promise<SubjectKey> {
    return (await this.keysOf([person])).get(person.id) as SubjectKey;
  }

  private async keysOf(people: readonly Person[]): Promise<Map<string, SubjectKey>> {
    const keys = await this.vault.keysFor(people.map((person) => person.vaultSubject));
    return new Map(people.map((person) => [person.id, keys.get(person.vaultSubject) as SubjectKey]));
  }

  indexOf({ kind, value }: NormalAddress): string {
    return this.vault.blindIndex(kind, value);
  }

  /** A new address, sealed; not yet anybody's. */
  addressOf(given: NormalAddress, key: SubjectKey): Address {
    const id = newId(this.clock.now());
    return Object.assign(new Address(), {
      id,
      kind: given.kind,
      value: key.seal(given.value, { table: 'customers_address', column: 'value', row: id }),
      blindIndex: this.indexOf(given),
      aliasIndex: this.vault.blindIndex(`${given.kind}-alias`, given.alias),
      addedAt: this.clock.now(),
    });
  }

  private meet(facts: PersonFacts, holders: Map<string, Person>): Person {
    const own = addressesIn([facts]).map((address) => this.indexOf(address));
    const person = holders.get(own[0] ?? '') ?? this.newPerson(facts.personId);
    for (const index of own) if (!holders.has(index)) holders.set(index, person);
    return person;
  }

  private newPerson(id: string = newId(this.clock.now())): Person {
    return this.database.em.create(Person, { id, createdAt: this.clock.now() }, { persist: true });
  }

  private complete(person: Person, facts: PersonFacts, key: SubjectKey, holders: Map<string, Person>): void {
    if (!person.name && facts.name) person.name = key.seal(facts.name, nameOf(person.id));
    person.country ??= facts.country ?? null;
    for (const given of addressesIn([facts])) {
      const index = this.indexOf(given);
      if (holders.get(index) === person && !person.has(index)) person.add(this.addressOf(given, key));
    }
  }
}

/** Where a person's name is sealed. */
export function nameOf(personId: string) {
  return { table: 'customers_person', column: 'name', row: personId };
}

export function addressesIn(all: readonly PersonFacts[]): NormalAddress[] {
  return all.flatMap(({ email, phone }) => [email, phone]).filter((address) => address !== undefined);
}
