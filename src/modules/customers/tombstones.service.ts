import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/index.js';
import * as address from './address.js';
import type { NormalAddress } from './address.js';

/** What is remembered of those who were forgotten: enough to know a late word of them, and nothing that could be read. */
export interface Forgotten {
  /** What the providers call them. */
  readonly providerIds: ReadonlySet<string>;
  /** Whether this text is an address of theirs. */
  readonly owns: (kind: NormalAddress['kind'], text: string) => boolean;
}

@Injectable()
export class Tombstones {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async forgotten(): Promise<Forgotten> {
    const links = await this.database.query<{ provider_id: string }>(LINKS);
    const stones = await this.database.query<{ blind_index: string }>('select blind_index from customers_tombstone');
    const indexes = new Set(stones.map(({ blind_index: index }) => index));
    return {
      providerIds: new Set(links.map(({ provider_id: id }) => id)),
      owns: (kind, text) => {
        const known = indexes.size > 0 ? address.lenient(READ[kind], text) : undefined;
        return known !== undefined && indexes.has(this.indexOf(known));
      },
    };
  }

  /** Which of these belong to somebody who was forgotten, and to nobody since. */
  async among(addresses: readonly NormalAddress[]): Promise<Set<NormalAddress>> {
    if (addresses.length === 0) return new Set();
    const rows = await this.database.query<{ blind_index: string }>(
      'select blind_index from customers_tombstone where blind_index = any($1::text[])',
      [addresses.map((one) => this.indexOf(one))],
    );
    const found = new Set(rows.map(({ blind_index: index }) => index));
    return new Set(addresses.filter((one) => found.has(this.indexOf(one))));
  }

  /** Somebody who registers again under an address is known by it again. */
  async lift(addresses: readonly NormalAddress[]): Promise<void> {
    if (addresses.length === 0) return;
    await this.database.query('delete from customers_tombstone where blind_index = any($1::text[])', [
      addresses.map((one) => this.indexOf(one)),
    ]);
  }

  indexOf({ kind, value }: NormalAddress): string {
    return this.vault.blindIndex(`${kind}-tombstone`, value);
  }
}

const READ = { email: address.email, phone: address.phone };

const LINKS = `
  select l.provider_id from customers_provider_link l
    join customers_customer c on c.id = l.customer_id
    join customers_person p on p.id = c.person_id
   where p.erased_at is not null`;
