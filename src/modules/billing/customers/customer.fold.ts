import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { ForeignCustomers, Profiles, ProviderLinks, type ForeignCustomer } from '../../customers/index.js';
import { Inbox, inOrder, type Claim, type Fold, type FoldOutcome, type InboxEvent } from '../../webhooks/index.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { instant, type StripeObject } from '../mirror/stripe-objects.js';

interface CustomerObject extends StripeObject {
  readonly email: string | null;
  readonly name?: string | null;
  readonly phone?: string | null;
  readonly address?: { readonly country?: string | null } | null;
  readonly currency?: string | null;
}

/** The provider's customers: linked to ours, whoever made them first. */
@Injectable()
export class CustomerFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['customer'];

  constructor(
    private readonly foreign: ForeignCustomers,
    private readonly links: ProviderLinks,
    private readonly profiles: Profiles,
    private readonly inbox: Inbox,
  ) {}

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const last = claims.map(({ pending }) => inOrder(pending));
    const told = last.flatMap((events) => events.findLast(({ type }) => !type.endsWith('.deleted')) ?? []);
    await this.foreign.import(
      'stripe',
      'self',
      told.map(({ body }) => foreignCustomer(body.data.object as unknown as CustomerObject)),
    );
    for (const event of told) await this.adopt(event);
    await this.inbox.release(...told.map(({ objectKey: key }) => key));

    const deleted = last.flatMap((events) => events.find(({ type }) => type.endsWith('.deleted')) ?? []);
    for (const { body } of deleted) await this.links.end('stripe', 'self', body.data.object.id ?? '');
    return doneUnlessWaiting(claims, new Map());
  }

  /** What was changed at the provider, and only that: of the rest our own word stands. */
  private async adopt({ body }: InboxEvent): Promise<void> {
    const changed = Object.keys(body.data.previous_attributes ?? {});
    const customer = body.data.object as unknown as CustomerObject;
    const told = Object.fromEntries(
      PROFILE.filter((field) => changed.includes(field)).map((field) => [field, customer[field] ?? null]),
    );
    if (Object.keys(told).length > 0) await this.profiles.adopt(customer.id, told);
  }
}

const PROFILE = ['email', 'name', 'phone'] as const;

export function foreignCustomer(customer: CustomerObject): ForeignCustomer {
  const ours = customer.metadata?.['re_id'];
  return {
    providerId: customer.id,
    customerId: ours && isId(ours) ? ours : undefined,
    createdAt: instant(customer.created),
    email: customer.email,
    name: customer.name,
    phone: customer.phone,
    country: customer.address?.country,
    currency: customer.currency,
  };
}
