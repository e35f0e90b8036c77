import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { CustomerTold } from './on-customer-registered.js';
import { BY_WEIGHT, type PaymentTold } from './on-payment-decided.js';

/** Who is on record and how payments ended: ids and instants, nothing of the person. */
@Injectable()
export class People {
  constructor(private readonly database: Database) {}

  async record(customers: readonly CustomerTold[], payments: readonly PaymentTold[]): Promise<void> {
    if (customers.length > 0) await this.database.query(REGISTER, [JSON.stringify(customers)]);
    if (payments.length === 0) return;
    await this.database.query(DECIDE, [JSON.stringify(payments), BY_WEIGHT]);
    await this.database.query(FIRST_PAID, [JSON.stringify(payments)]);
  }
}

const REGISTER = `
  insert into analytics_customer as known (customer_id, registered_at)
  select customer_id, registered_at from jsonb_to_recordset($1::jsonb) as told(customer_id uuid, registered_at timestamptz)
  on conflict (customer_id) do update set registered_at = least(known.registered_at, excluded.registered_at)`;

const DECIDE = `
  insert into analytics_payment as known (payment_id, customer_id, state, minor, currency, decline_code, decided_at)
  select payment_id, customer_id, state, minor, currency, decline_code, decided_at
    from jsonb_to_recordset($1::jsonb) as told(payment_id uuid, customer_id uuid, state text, minor bigint, currency text,
      decline_code text, decided_at timestamptz)
  on conflict (payment_id) do update
    set customer_id = excluded.customer_id, state = excluded.state, minor = excluded.minor, currency = excluded.currency,
        decline_code = excluded.decline_code, decided_at = excluded.decided_at
  where array_position($2::text[], excluded.state) > array_position($2::text[], known.state)
     or (known.state <> 'succeeded' and excluded.state = known.state and excluded.decided_at > known.decided_at)
     or (known.state = 'succeeded' and excluded.state = 'succeeded' and excluded.decided_at < known.decided_at)`;

const FIRST_PAID = `
  insert into analytics_customer as known (customer_id, first_paid_at)
  select customer_id, min(decided_at)
    from jsonb_to_recordset($1::jsonb) as told(customer_id uuid, state text, decided_at timestamptz)
   where state = 'succeeded' and customer_id is not null group by customer_id
  on conflict (customer_id) do update set first_paid_at = least(known.first_paid_at, excluded.first_paid_at)`;
