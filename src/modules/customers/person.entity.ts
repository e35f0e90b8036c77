import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import type { AddressKind } from './address.js';

const AddressSchema = defineEntity({
  name: 'Address',
  tableName: 'customers_address',
  indexes: [
    { properties: ['person'], name: 'customers_address_person_id_index' },
    { properties: ['aliasIndex'], name: 'customers_address_alias_index_index' },
  ],
  uniques: [
    { properties: ['kind', 'blindIndex'], name: 'customers_address_kind_blind_index_unique' },
    { properties: ['person', 'kind'], name: 'customers_address_primary_unique', where: 'is_primary' },
  ],
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person).updateRule('no action').deleteRule('no action').index(false),
    kind: p.text().$type<AddressKind>().check(`kind in ('email', 'phone')`),
    /** Sealed. */
    value: p.text(),
    blindIndex: p.text(),
    aliasIndex: p.text(),
    verifiedAt: p.datetime().nullable(),
    isPrimary: p.boolean().default(false),
    addedAt: p.datetime(),
  },
});

/** Part of a person. An address is one person's, whoever met them first. */
export class Address extends AddressSchema.class {}

AddressSchema.setClass(Address);

const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'customers_person',
  properties: {
    id: p.uuid().primary(),
    kind: p.text().$type<'person' | 'company'>().default('person').check(`kind in ('person', 'company')`),
    /** Sealed. */
    name: p.text().nullable(),
    country: p.string().length(2).nullable(),
    locale: p.text().nullable(),
    timeZone: p.text().nullable(),
    createdAt: p.datetime(),
    /** Nothing can be read of them from then on. */
    erasedAt: p.datetime().nullable(),
    addresses: () => p.oneToMany(Address).mappedBy('person'),
  },
});

/** Anybody we hold personal data of, once. Needs its addresses loaded. */
export class Person extends PersonSchema.class {
  [OptionalProps]?: 'vaultSubject';

  /** Under this name the vault keeps the person's key. */
  get vaultSubject(): string {
    return vaultSubjectOf(this.id);
  }

  primary(kind: AddressKind): Address | undefined {
    return this.addresses.find((address) => address.kind === kind && address.isPrimary);
  }

  has(blindIndex: string): boolean {
    return this.addressed(blindIndex) !== undefined;
  }

  addressed(blindIndex: string): Address | undefined {
    return this.addresses.find((address) => address.blindIndex === blindIndex);
  }

  /** The first of its kind leads. */
  add(address: Address): void {
    address.isPrimary = !this.primary(address.kind);
    address.person = this;
    this.addresses.add(address);
  }
}

PersonSchema.setClass(Person);

export function vaultSubjectOf(personId: string): string {
  return `person:${personId}`;
}
