import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { ProviderLinks } from '../../customers/index.js';

/** What would be lost or left in the air if the provider deleted them now. */
export type Obstacle = 'live_subscription' | 'open_invoice' | 'open_dispute' | 'call_under_way';

/** What keeps the provider from forgetting a person. It comes and goes, until they are gone there. */
@Injectable()
export class Obstacles {
  constructor(
    private readonly database: Database,
    private readonly links: ProviderLinks,
  ) {}

  async of(customerId: string): Promise<Obstacle | undefined> {
    const names = await this.links.namesOf(customerId, 'stripe');
    const [row] = await this.database.query<{ what: Obstacle }>(OBSTACLES, [customerId, names]);
    return row?.what;
  }
}

/** Of the customer $1, whom the provider calls $2. What is done to a noun of theirs names nobody, and may hold what they wrote: why they cancelled, for one. */
export const THEIR_CALLS = `(params->>'customer' = any($2::text[]) or subject in (
  select 'customer:' || $1::uuid
  union all select 'subscription:' || id from billing_subscription where customer_id = $1::uuid
  union all select 'invoice:' || id from billing_invoice where customer_id = $1::uuid
  union all select 'dispute:' || d.id from billing_dispute d join billing_payment p on p.id = d.payment_id
   where p.customer_id = $1::uuid))`;

const OBSTACLES = `
  select 'live_subscription' as what from billing_subscription
   where customer_id = $1::uuid and status not in ('canceled', 'incomplete_expired')
  union all select 'open_invoice' from billing_invoice where customer_id = $1::uuid and status in ('draft', 'open')
  union all select 'open_dispute' from billing_dispute d join billing_payment p on p.id = d.payment_id
   where p.customer_id = $1::uuid and d.status not in ('won', 'lost', 'warning_closed', 'prevented')
  union all select 'call_under_way' from billing_intent
   where state in ('planned', 'sent', 'unknown') and operation <> 'customer.delete' and ${THEIR_CALLS}
  limit 1`;
