import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { ForeignCustomers, Profiles, ProviderLinks, type ForeignCustomer } from '../../customers/index.js';
import { Inbox, inOrder, type Claim, type Fold, type FoldOutcome, type InboxEvent } from '../../webhooks/index.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { instant } from '../mirror/stripe-objects.js';
import { changedProfile, type CustomerObject } from './changed-profile.js';

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
    const pending = claims.map((claim) => inOrder(claim.pending));
    const told = pending.flatMap((events) => events.findLast((event) => !isGone(event)) ?? []);
    await this.foreign.import(
      'stripe',
      'self',
      told.map(({ body }) => foreignCustomer(body.data.object as unknown as CustomerObject)),
    );
    const histories = await this.inbox.histories(claims.map((claim) => claim.objectKey));
    const heard = claims.map((claim) => inOrder([...(histories.get(claim.objectKey) ?? []), ...claim.pending]));
    for (const [index, claim] of claims.entries()) await this.adopt(claim, heard[index] ?? []);
    await this.inbox.release(...told.map(({ objectKey: key }) => key));

    // Heard of before there was a link that it could end, too.
    const deleted = claims.filter((_, index) => heard[index]?.some(isGone));
    for (const { objectId } of deleted) await this.links.end('stripe', 'self', objectId);
    return doneUnlessWaiting(claims, new Map());
  }

  private async adopt({ objectId, pending }: Claim, history: readonly InboxEvent[]): Promise<void> {
    const news = changedProfile(pending, history);
    if (Object.keys(news).length > 0) await this.profiles.adopt(objectId, news);
  }
}

/** Told as an event, or as the answer to our own wish. */
function isGone({ type, body }: InboxEvent): boolean {
  return type.endsWith('.deleted') || body.data.object['deleted'] === true;
}

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
