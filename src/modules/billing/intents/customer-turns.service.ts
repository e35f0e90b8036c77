import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { ProviderLinks } from '../../customers/index.js';
import type { Intent } from './intent.entity.js';
import { Turns } from './turns.js';

/** Parameters that name an object of a customer's. */
const NAMES = ['id', 'payment_intent', 'charge', 'invoice', 'subscription'] as const;

/**
 * Calls about one customer are made one after another: the provider locks a customer while it changes anything of his,
 * and refuses the second. Between processes its refusal and our patience come to the same.
 */
@Injectable()
export class CustomerTurns {
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly links: ProviderLinks,
  ) {}

  async take<T>(intent: Pick<Intent, 'params' | 'subject'>, work: () => Promise<T>): Promise<T> {
    return this.turns.take(await this.whose(intent), work);
  }

  /** The customer's id of ours; what belongs to nobody waits for itself only. */
  private async whose({ params, subject }: Pick<Intent, 'params' | 'subject'>): Promise<string> {
    const { customer } = params;
    if (typeof customer === 'string') {
      return (await this.links.find('stripe', 'self', [customer])).get(customer) ?? customer;
    }
    const named = NAMES.map((name) => params[name]).filter((id) => typeof id === 'string');
    const [owner] = named.length === 0 ? [] : await this.database.query<{ customer_id: string }>(OWNER, [named]);
    return owner?.customer_id ?? subject.slice(subject.indexOf(':') + 1);
  }
}

const OWNER = `
  select customer_id from billing_subscription where provider_id = any($1::text[])
  union all select customer_id from billing_invoice where provider_id = any($1::text[])
  union all select customer_id from billing_payment where provider_id = any($1::text[]) and customer_id is not null
  limit 1`;
