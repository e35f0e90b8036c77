import type { CustomerPage } from '../../modules/customers/index.js';
import type { Complete } from '../adapter/table.js';
import { seesPersons } from '../policy.js';

/** Names and addresses for a page of customers. Roles that do not see persons get a pseudonym: nothing else is read. */
export function customerNames(customers: CustomerPage): Complete {
  return async (rows, roles) => {
    const shown = seesPersons(roles) ? await customers.some(rows.map(({ id }) => String(id))) : [];
    const known = new Map(shown.map((customer) => [customer.id, customer]));
    for (const row of rows) {
      const customer = known.get(String(row['id']));
      row['name'] = customer?.name ?? customer?.email ?? `Customer ${String(row['id']).slice(-6)}`;
      row['email'] = customer?.email ?? null;
    }
  };
}
