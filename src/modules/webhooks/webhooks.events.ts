import type { DomainEvent } from '../../kernel/domain-event.js';

/** Everything webhooks tells the rest of the house. Add fields freely; never rename or drop one. */
export type EventDied = DomainEvent<
  'webhooks.event.died',
  { inboxEvent: string; provider: string; providerEvent: string; type: string; objectKey: string; error: string }
>;

export function eventDied(data: EventDied['data']): EventDied {
  return { type: 'webhooks.event.died', subject: `inbox:${data.inboxEvent}`, data };
}

/** An object was fetched and is not what its events add up to: something of it was never told. */
export type ChainReconciled = DomainEvent<
  'webhooks.chain.reconciled',
  { chainBreak: string; objectKey: string; brokenAt: string }
>;

export function chainReconciled(data: ChainReconciled['data']): ChainReconciled {
  return { type: 'webhooks.chain.reconciled', subject: `chain-break:${data.chainBreak}`, data };
}

/** Every attempt to reach an endpoint has failed for a day. */
export type EndpointFailing = DomainEvent<'webhooks.endpoint.failing', { endpointId: string; since: string }>;

/** Nothing is sent to an endpoint any more: `gone` when it said so, `failing` after five days, or `by_hand`. */
export type EndpointWasDisabled = DomainEvent<'webhooks.endpoint.disabled', { endpointId: string; reason: string }>;

export function endpointFailing(data: EndpointFailing['data']): EndpointFailing {
  return { type: 'webhooks.endpoint.failing', subject: `endpoint:${data.endpointId}`, data };
}

export function endpointWasDisabled(data: EndpointWasDisabled['data']): EndpointWasDisabled {
  return { type: 'webhooks.endpoint.disabled', subject: `endpoint:${data.endpointId}`, data };
}
