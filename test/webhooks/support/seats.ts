import type { InboxEvent } from '../../../src/modules/webhooks/fold.js';
import { orderChain, type Chain } from '../../../src/modules/webhooks/order/chain.js';

/** What is told of a subscription: little enough that its histories can be written by hand. */
export interface Seats {
  readonly quantity: number;
  readonly status: string;
}

export function seats(quantity: number, status = 'active'): Seats {
  return { quantity, status };
}

export function reduce(object: Record<string, unknown>): Seats {
  return seats(Number(object['quantity']), String(object['status']));
}

export function terminal({ status }: Seats): boolean {
  return status === 'canceled';
}

/** The history the chain makes of what has arrived. */
export function ordered(events: readonly InboxEvent[]): Chain<Seats> {
  return orderChain({ events, reduce, terminal });
}

/** One thing heard of the subscription, at a second of an invented day. */
export function event(
  id: string,
  second: number,
  state: Seats,
  how: 'created' | 'deleted' | 'observed' | Partial<Seats>,
  source: InboxEvent['source'] = 'webhook',
  seq = 1,
): InboxEvent {
  const what = typeof how === 'string' ? how : 'updated';
  const previous = typeof how === 'string' ? {} : { previous_attributes: how };
  const at = new Date(second * 1000);
  const object = { id: 'sub_1', object: 'subscription', ...state };
  return {
    ...{ seq: String(seq), id, externalId: id, source, type: `customer.subscription.${what}` },
    ...{ objectKey: 'stripe:self:subscription:sub_1', occurredAt: at, receivedAt: at },
    body: { id, type: what, created: second, livemode: false, data: { object, ...previous } },
  };
}
