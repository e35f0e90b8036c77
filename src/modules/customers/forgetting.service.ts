import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { failpoint } from '../../platform/ops/failpoints.js';
import { Vault } from '../../platform/vault/index.js';
import type { Customer } from './customer.entity.js';
import { subjectOf } from './customers.events.js';
import { Tombstone, type Evidence } from './data-request.entity.js';
import type { Person } from './person.entity.js';
import { Tombstones } from './tombstones.service.js';

/** Takes a person out of our own rows. The row stays, with its id: the books point at it. */
@Injectable()
export class Forgetting {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly tombstones: Tombstones,
  ) {}

  /** The person's addresses, then the customer: the order everybody takes them in. */
  async hold(customerId: string): Promise<void> {
    const rows = await this.database.query<{ kind: string; blind_index: string }>(ADDRESSES, [customerId]);
    await this.database.hold(
      ...rows.map(({ kind, blind_index: index }) => `address:${kind}:${index}`),
      subjectOf(customerId),
    );
  }

  /** Needs the customer's person with its addresses. @returns what was done */
  async forget(customer: Customer): Promise<Omit<Evidence, 'part' | 'at'>> {
    const { em } = this.database;
    const { person } = customer;
    const addresses = await this.bury(person);
    for (const address of person.addresses.getItems()) em.remove(address);
    Object.assign(person, { name: null, country: null, locale: null, timeZone: null, erasedAt: this.clock.now() });
    customer.metadata = {};
    const keys = await this.vault.destroy([person.vaultSubject]);
    failpoint('erase.after-keys');
    return { addresses, keys };
  }

  private async bury(person: Person): Promise<number> {
    const key = (await this.vault.keysOf([person.vaultSubject])).get(person.vaultSubject);
    const addresses = person.addresses.getItems();
    const erasedAt = this.clock.now();
    for (const { id, kind, value } of addresses) {
      if (!key) continue;
      const plain = key.open(value, { table: 'customers_address', column: 'value', row: id });
      const blindIndex = this.tombstones.indexOf({ kind, value: plain, alias: plain });
      await this.database.em.upsert(Tombstone, { blindIndex, person, erasedAt });
    }
    return addresses.length;
  }
}

const ADDRESSES = `
  select a.kind, a.blind_index from customers_address a
    join customers_customer c on c.person_id = a.person_id where c.id = $1`;
