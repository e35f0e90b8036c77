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

  /**
   * The person's addresses, then the customer: the order everybody takes them in. An address they are given while this
   * waits is seen only behind the locks, so that these are let go and taken again with it.
   */
  async hold(customerId: string): Promise<void> {
    for (;;) {
      const known = await this.addressLocks(customerId);
      const held = this.database.savepoint(async () => {
        await this.database.hold(...known, subjectOf(customerId));
        const standing = await this.addressLocks(customerId);
        if (new Set(standing).difference(new Set(known)).size > 0) throw new AddressAdded();
      });
      if (await held.then(() => true, unlessAdded)) return;
    }
  }

  private async addressLocks(customerId: string): Promise<string[]> {
    const rows = await this.database.query<{ kind: string; blind_index: string }>(ADDRESSES, [customerId]);
    return rows.map(({ kind, blind_index: index }) => `address:${kind}:${index}`);
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

class AddressAdded extends Error {}

function unlessAdded(error: unknown): false {
  if (error instanceof AddressAdded) return false;
  throw error;
}

const ADDRESSES = `
  select a.kind, a.blind_index from customers_address a
    join customers_customer c on c.person_id = a.person_id where c.id = $1`;
