import { defineEntity, p } from '@mikro-orm/core';

const EndpointSchema = defineEntity({
  name: 'Endpoint',
  tableName: 'webhooks_endpoint',
  checks: [
    { name: 'webhooks_endpoint_ordering_check', expression: `ordering in ('none','strict')` },
    { name: 'webhooks_endpoint_payload_check', expression: `payload in ('full','thin')` },
    { name: 'webhooks_endpoint_status_check', expression: `status in ('enabled','disabled')` },
    {
      name: 'webhooks_endpoint_disabled_reason_check',
      expression: `disabled_reason in ('gone','failing','by_hand')`,
    },
  ],
  properties: {
    id: p.uuid().primary(),
    url: p.text(),
    description: p.text().nullable(),
    /** Exact names as receivers know them, or `billing.*`, or `*`. */
    eventTypes: p.array(),
    /** Since when it asks for just these. */
    askedSince: p.datetime().defaultRaw('clock_timestamp()'),
    ordering: p.text(),
    payload: p.text(),
    perSecond: p.integer().nullable(),
    status: p.text(),
    disabledReason: p.text().nullable(),
    disabledAt: p.datetime().nullable(),
    /** Since when every attempt has failed. */
    failingSince: p.datetime().nullable(),
    warnedAt: p.datetime().nullable(),
    pausedUntil: p.datetime().nullable(),
    /** Up to when its requests per second are used up; behind now there is room. */
    allowanceAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
    deletedAt: p.datetime().nullable(),
  },
});

/** Somebody's address that is told of our events. */
export class Endpoint extends EndpointSchema.class {}

EndpointSchema.setClass(Endpoint);

const SecretSchema = defineEntity({
  name: 'EndpointSecret',
  tableName: 'webhooks_endpoint_secret',
  properties: {
    id: p.uuid().primary(),
    endpoint: () => p.manyToOne(Endpoint).index('webhooks_endpoint_secret_endpoint_id_index'),
    sealed: p.text(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
    endsAt: p.datetime().nullable(),
  },
});

/** What its deliveries are signed with; two of them while one takes over from the other. */
export class EndpointSecret extends SecretSchema.class {}

SecretSchema.setClass(EndpointSecret);
