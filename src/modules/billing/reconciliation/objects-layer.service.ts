import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { StripeClient, whole } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { canonicalJson } from '../../../platform/http/canonical-json.js';
import { Inbox, objectKey } from '../../webhooks/index.js';
import type { Comparison, Finding } from './finding.js';
import { inPages } from './pages.js';

/** The folded fields by which an object is compared. */
type State = Readonly<Record<string, unknown>>;
type States = ReadonlyMap<string, State>;

/** Subscriptions and open invoices as they stand there and here; what differs is fetched, as after a gap in its history. */
@Injectable()
export class ObjectsLayer {
  constructor(
    private readonly stripe: StripeClient,
    private readonly database: Database,
    private readonly inbox: Inbox,
  ) {}

  async compare(compared: (theirs: number) => Promise<void>): Promise<Comparison> {
    const { sdk } = this.stripe;
    const subscriptions = await this.states(sdk.subscriptions.list({ status: 'all', limit: 100 }), subscriptionState);
    await compared(subscriptions.size);
    const invoices = await this.states(sdk.invoices.list({ status: 'open', limit: 100 }), invoiceState);
    await compared(subscriptions.size + invoices.size);
    const ours = {
      subscription: await this.mirrored(SUBSCRIPTIONS, [...subscriptions.keys()]),
      invoice: await this.mirrored(INVOICES, [...invoices.keys()]),
    };
    const findings = [
      ...differing('subscription', subscriptions, ours.subscription),
      ...differing('invoice', invoices, ours.invoice),
    ];
    await this.database.transaction(() => this.inbox.wantRefetch(findings.map(({ subject }) => keyOfSubject(subject))));
    findings.push(...(await this.borrowed()));
    return {
      theirs: subscriptions.size + invoices.size,
      ours: ours.subscription.size + ours.invoice.size,
      findings,
      sums: [],
      looked: () => true,
    };
  }

  private async states<T extends { id: string }>(list: AsyncIterable<T>, stateOf: (one: T) => State): Promise<States> {
    const states = new Map<string, State>();
    for await (const page of inPages(list))
      for (const one of page) states.set(one.id, stateOf(await whole(this.stripe.sdk, one)));
    return states;
  }

  /** One id of ours on two of theirs: perhaps a call that was carried out twice. Somebody has to look which is meant. */
  private async borrowed(): Promise<Finding[]> {
    const rows = await this.database.query<Record<'object' | 'provider_id' | 'our_id' | 'holder', string>>(
      'select object, provider_id, our_id::text, holder from billing_borrowed_id order by provider_id',
    );
    return rows.map(({ object, provider_id, our_id: id, holder }) => ({
      kind: 'borrowed_id',
      subject: `${object}:${provider_id}`,
      ours: { id, provider_id: holder },
      theirs: { provider_id, metadata: { re_id: id } },
    }));
  }

  private async mirrored(sql: string, ids: readonly string[]): Promise<States> {
    const rows = await this.database.query<{ id: string; state: State }>(sql, [ids]);
    return new Map(rows.map(({ id, state }) => [id, state]));
  }
}

function differing(object: string, theirs: States, ours: States): Finding[] {
  const ids = [...new Set([...theirs.keys(), ...ours.keys()])];
  return ids.flatMap((id): Finding[] => {
    const [there, here] = [theirs.get(id) ?? null, ours.get(id) ?? null];
    if (canonicalJson(there) === canonicalJson(here)) return [];
    const kind = here === null ? 'missing_local' : 'status_differs';
    return [{ kind, subject: `${object}:${id}`, ours: here, theirs: there }];
  });
}

function subscriptionState({ status, items }: Stripe.Subscription): State {
  return {
    status,
    items: items.data
      .map(({ price, quantity }) => `${price.id} x ${quantity ?? 1}`)
      .toSorted((a, b) => (a < b ? -1 : 1)),
  };
}

function invoiceState({ status, total, amount_remaining }: Stripe.Invoice): State {
  return { status, total, remaining: amount_remaining };
}

function keyOfSubject(subject: string): string {
  const [object = '', id = ''] = subject.split(':');
  return objectKey(object, id);
}

const SUBSCRIPTIONS = `
  select s.provider_id as id, jsonb_build_object('status', s.status, 'items', (
      select coalesce(jsonb_agg(item order by item collate "C"), '[]'::jsonb) from (
        select (one ->> 'priceId') || ' x ' || (one ->> 'quantity') as item
        from jsonb_array_elements(s.chain -> 'state' -> 'items') one) items)) as state
  from billing_subscription s where s.provider_id = any($1::text[]) or s.ended_at is null`;

const INVOICES = `
  select provider_id as id, jsonb_build_object('status', status, 'total', total_minor, 'remaining', remaining_minor) as state
  from billing_invoice where provider_id = any($1::text[]) or status = 'open'`;
