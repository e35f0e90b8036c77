import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { patient } from '../../platform/database/silent-connections.js';
import { Proofs, type ProofResult } from '../../platform/ops/proofs.js';
import { Vault } from '../../platform/vault/index.js';
import { vaultSubjectOf } from './person.entity.js';

/** Hands the proof about those who were forgotten to those who run proofs. */
@Injectable()
export class CustomersProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly proofs: Proofs,
  ) {}

  onModuleInit(): void {
    this.proofs.register('I23 nothing of a person who was forgotten is left in their own rows, and no key', () =>
      this.forgotten(),
    );
  }

  private async forgotten(): Promise<Omit<ProofResult, 'name'>> {
    const sql = patient(this.database);
    const people = await sql.query<{ id: string }>('select id from customers_person where erased_at is not null');
    const subjects = new Map(people.map(({ id }) => [vaultSubjectOf(id), id]));
    const held = await this.vault.held([...subjects.keys()]);
    const keys = held.map((subject) => ({ person_id: subjects.get(subject), what: 'key' }));
    const differences = [...(await sql.query(LEFT)), ...keys].slice(0, 100);
    return { ok: differences.length === 0, checked: people.length, differences };
  }
}

// Asked of all who were forgotten at once: each part is one pass.
const LEFT = `
  with forgotten as materialized (select * from customers_person where erased_at is not null)
  select id as person_id, 'profile' as what from forgotten where num_nonnulls(name, country, locale, time_zone) > 0
  union all
  select f.id, 'address' from customers_address a join forgotten f on f.id = a.person_id
  union all
  select f.id, 'metadata' from customers_customer c join forgotten f on f.id = c.person_id where c.metadata <> '{}'
  order by 1, 2 limit 100`;
