import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { List, Page } from '../../platform/http/page.js';
import { Vault, type SubjectKey } from '../../platform/vault/index.js';
import * as address from './address.js';
import type { CustomerView } from './customer.views.js';
import { CustomerNotFound } from './customers.errors.js';
import { nameOf } from './people.service.js';
import { vaultSubjectOf } from './person.entity.js';
import { ProviderLinks } from './provider-link.service.js';
import type { Stage } from './stage.js';

/** Customers as they are shown, opened with each one's key. */
@Injectable()
export class CustomerPage {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly links: ProviderLinks,
  ) {}

  /** By our id or the provider's. @throws CustomerNotFound */
  async one(given: string): Promise<CustomerView> {
    const { customerId } = await this.links.accountOf(given, 'stripe', 'self');
    const rows = await this.database.query<Row>(`${SELECT} where c.id = $1`, [customerId]);
    const [view] = await this.views(rows);
    if (!view) throw new CustomerNotFound(given);
    return view;
  }

  /** Those of these ids that exist, in no order. */
  async some(ids: readonly string[]): Promise<CustomerView[]> {
    if (ids.length === 0) return [];
    return this.views(await this.database.query<Row>(`${SELECT} where c.id = any($1::uuid[])`, [[...ids]]));
  }

  /** Newest first; filters `email`, `provider_id`, `stage`, `created_at`. */
  async list(page: Page): Promise<List<CustomerView>> {
    const asked = page.translated('email', (email) => this.blindIndex(String(email)));
    const { tail, parameters } = asked.sql({ at: 'c.registered_at', id: 'c.id', ...FILTERED });
    const rows = await this.database.query<Row>(`${SELECT} ${tail}`, parameters);
    const views = await this.views(rows);
    return page.answer(
      rows.map((row, index) => ({ ...row, view: views[index] as CustomerView })),
      ({ view }) => view,
      ({ id, registered_at: at }) => ({ id, at }),
    );
  }

  private blindIndex(given: string): string {
    const known = address.lenient(address.email, given);
    return known ? this.vault.blindIndex(known.kind, known.value) : '';
  }

  private async views(rows: readonly Row[]): Promise<CustomerView[]> {
    const keys = await this.vault.keysOf(rows.map(({ person_id }) => vaultSubjectOf(person_id)));
    return rows.map((row) => viewOf(row, keys.get(vaultSubjectOf(row.person_id))));
  }
}

interface Row {
  id: string;
  person_id: string;
  name: string | null;
  country: string | null;
  currency: string | null;
  stage: Stage;
  metadata: Record<string, string>;
  registered_at: string;
  stripe_customer_id: string | null;
  email: Sealed | null;
  phone: Sealed | null;
}

interface Sealed {
  id: string;
  value: string;
}

const PRIMARY = (kind: string) => `
  (select jsonb_build_object('id', a.id, 'value', a.value) from customers_address a
    where a.person_id = p.id and a.kind = '${kind}' and a.is_primary)`;

const SELECT = `
  select c.id, c.person_id, p.name, p.country, c.currency, c.stage, c.metadata, c.registered_at,
         l.provider_id as stripe_customer_id, ${PRIMARY('email')} as email, ${PRIMARY('phone')} as phone
    from customers_customer c
    join customers_person p on p.id = c.person_id
    left join customers_provider_link l
      on l.customer_id = c.id and l.provider = 'stripe' and l.account = 'self' and l.ended_at is null`;

/** Each filter as a value to be equal to. */
const FILTERED = {
  stage: 'c.stage',
  provider_id: 'l.provider_id',
  email: `(select a.blind_index from customers_address a where a.person_id = p.id and a.kind = 'email' and a.is_primary)`,
};

function viewOf(row: Row, key: SubjectKey | undefined): CustomerView {
  const opened = (sealed: Sealed | null) =>
    sealed && key ? key.open(sealed.value, { table: 'customers_address', column: 'value', row: sealed.id }) : null;
  return {
    id: row.id,
    customer_id: row.id,
    email: opened(row.email),
    name: row.name && key ? key.open(row.name, nameOf(row.person_id)) : null,
    phone: opened(row.phone),
    country: row.country,
    currency: row.currency,
    stage: row.stage,
    provider_status: row.stripe_customer_id ? 'linked' : 'pending',
    stripe_customer_id: row.stripe_customer_id,
    metadata: row.metadata,
    created_at: new Date(row.registered_at).toISOString(),
  };
}
