import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { StripeClient, normalise, refusalOf, whole } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { ProviderLinks } from '../../customers/index.js';
import { Inbox, objectKey } from '../../webhooks/index.js';
import type { Comparison, Finding, Window } from './finding.js';
import { differing, invoiceState, priceState, subscriptionState, type State, type States } from './object-states.js';
import { createdIn, inPages } from './pages.js';

/** Objects of one kind as they stand there and here, by the provider's id. */
interface Sides {
  readonly object: string;
  readonly theirs: States;
  readonly ours: States;
}

/**
 * Subscriptions, open invoices, prices, and customers that changed within the window, as they stand there and here; what
 * differs is fetched, as after a gap in its history.
 */
@Injectable()
export class ObjectsLayer {
  constructor(
    private readonly stripe: StripeClient,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly links: ProviderLinks,
  ) {}

  async compare(window: Window, compared: (theirs: number) => Promise<void>): Promise<Comparison> {
    const sides: Sides[] = [];
    const count = (side: 'theirs' | 'ours'): number => sides.reduce((sum, one) => sum + one[side].size, 0);
    const looks = [
      () => this.subscriptions(),
      () => this.invoices(),
      () => this.prices(),
      () => this.customers(window),
    ];
    for (const look of looks) {
      sides.push(await look());
      await compared(count('theirs'));
    }
    const findings = sides.flatMap(({ object, theirs, ours }) => differing(object, theirs, ours));
    const there = findings.filter(({ kind }) => kind !== 'missing_remote');
    await this.database.transaction(() => this.inbox.wantRefetch(there.map(({ subject }) => keyOfSubject(subject))));
    findings.push(...(await this.borrowed()));
    return { theirs: count('theirs'), ours: count('ours'), findings, sums: [], looked: () => true };
  }

  private async subscriptions(): Promise<Sides> {
    const { subscriptions } = this.stripe.sdk;
    const theirs = await this.states(subscriptions.list({ status: 'all', limit: 100 }), subscriptionState);
    const ours = await this.mirrored(SUBSCRIPTIONS, theirs);
    await this.askFor(ours, theirs, (id) => subscriptions.retrieve(id), subscriptionState);
    return { object: 'subscription', theirs, ours };
  }

  private async invoices(): Promise<Sides> {
    const { invoices } = this.stripe.sdk;
    const theirs = await this.states(invoices.list({ status: 'open', limit: 100 }), invoiceState);
    const ours = await this.mirrored(INVOICES, theirs);
    await this.askFor(ours, theirs, (id) => invoices.retrieve(id), invoiceState);
    return { object: 'invoice', theirs, ours };
  }

  private async prices(): Promise<Sides> {
    const { prices } = this.stripe.sdk;
    const theirs = await this.states(prices.list({ limit: 100 }), priceState);
    const ours = await this.mirrored(PRICES, theirs);
    await this.askFor(ours, theirs, (id) => prices.retrieve(id), priceState);
    return { object: 'price', theirs, ours };
  }

  /**
   * Whether they stand, and no more: of who they are our own word may differ. The list of events says whom something
   * happened to, and those that differed before are asked for again.
   */
  private async customers(window: Window): Promise<Sides> {
    const theirs = new Map<string, State>();
    const list = this.stripe.sdk.events.list({ ...createdIn(window), types: CUSTOMER_EVENTS });
    // Newest first: the first that is heard of a customer is how it stands.
    for await (const { type, data } of list) {
      const { id } = data.object as Stripe.Customer;
      if (!theirs.has(id)) theirs.set(id, standing(type === 'customer.deleted'));
    }
    for (const id of await this.differingCustomers()) {
      const { deleted = false } = await this.stripe.sdk.customers.retrieve(id);
      theirs.set(id, standing(deleted));
    }
    const links = await this.links.standing('stripe', 'self', [...theirs.keys()]);
    // One that came and went before anybody told us is missed by nobody.
    for (const [id, { deleted }] of theirs) if (deleted && !links.has(id)) theirs.delete(id);
    const ours = new Map([...links].map(([id, link]) => [id, standing(link === 'deleted')]));
    return { object: 'customer', theirs, ours };
  }

  private async differingCustomers(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select substr(subject, length('customer:') + 1) as id from billing_break
       where layer = 'objects' and status <> 'closed' and kind <> 'borrowed_id' and subject like 'customer:%'`,
    );
    return rows.map(({ id }) => id);
  }

  private async states<T extends { id: string }>(
    list: AsyncIterable<T>,
    stateOf: (one: T) => State,
  ): Promise<Map<string, State>> {
    const states = new Map<string, State>();
    for await (const page of inPages(list))
      for (const one of page) states.set(one.id, stateOf(normalise(await whole(this.stripe.sdk, one))));
    return states;
  }

  /** What their list leaves out may have come to another state there, or be no more: those of ours are asked for by name. */
  private async askFor<T extends object>(
    ours: States,
    theirs: Map<string, State>,
    retrieve: (id: string) => Promise<T>,
    stateOf: (one: T) => State,
  ): Promise<void> {
    for (const id of ours.keys()) {
      const one = theirs.has(id) ? undefined : await retrieve(id).catch(ifNotThere);
      if (one) theirs.set(id, stateOf(normalise(await whole(this.stripe.sdk, one))));
    }
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

  /** Those of theirs that we have, and those of ours that stand. */
  private async mirrored(sql: string, theirs: States): Promise<States> {
    const rows = await this.database.query<{ id: string; state: State }>(sql, [[...theirs.keys()]]);
    return new Map(rows.map(({ id, state }) => [id, state]));
  }
}

function standing(deleted: boolean): State {
  return { deleted };
}

function ifNotThere(error: unknown): undefined {
  if (refusalOf(error)?.facts['reason'] !== 'not-found') throw error;
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

const PRICES = `
  select provider_id as id, jsonb_build_object('active', active, 'currency', currency, 'amount', unit_amount,
      'interval', interval, 'lookup_key', lookup_key, 'metadata', metadata, 'product', product_provider_id) as state
  from billing_price where provider_id = any($1::text[]) or active`;

const CUSTOMER_EVENTS = ['customer.created', 'customer.updated', 'customer.deleted'];
