import { list } from './lists.js';
import { merged } from './metadata.js';
import { del, get, post, type Handler, type Route } from './routes.js';
import { invalid, parameterMissing } from './sandbox.errors.js';
import { newSecret } from './webhook-secrets.js';
import type { Unit } from './unit.js';
import type { WebhookEndpoint } from './wire.js';

const create: Handler = async (unit, params) => {
  const url = params.required('url');
  if (!/^https?:\/\/[^/]/.test(url))
    throw invalid('Invalid URL: an address of http or https is needed.', { param: 'url' });
  const enabledEvents = params.texts('enabled_events');
  if (!enabledEvents) throw parameterMissing('enabled_events');
  const secret = newSecret();
  const endpoint = newEndpoint(unit, { url, enabledEvents, secret });
  endpoint.description = params.text('description') ?? null;
  endpoint.metadata = params.metadata() ?? {};
  params.ignore('api_version', 'connect');
  return { ...endpoint };
};

const update: Handler = async (unit, params, id = '') => {
  const endpoint = await unit.get('webhook_endpoint', id);
  endpoint.url = params.text('url') ?? endpoint.url;
  endpoint.enabled_events = params.texts('enabled_events') ?? endpoint.enabled_events;
  if (params.has('description')) endpoint.description = params.text('description') ?? null;
  const disabled = params.flag('disabled');
  if (disabled !== undefined) endpoint.status = disabled ? 'disabled' : 'enabled';
  const metadata = params.metadata();
  if (metadata) endpoint.metadata = merged(endpoint.metadata, metadata);
  return shown(endpoint);
};

const remove: Handler = async (unit, _params, id = '') => unit.remove(await unit.get('webhook_endpoint', id));

const retrieve: Handler = async (unit, _params, id = '') => shown(await unit.get('webhook_endpoint', id));

const all: Handler = async (unit, params) => {
  const page = await list(unit, params, { kind: 'webhook_endpoint', url: '/v1/webhook_endpoints' });
  return { ...page, data: page.data.map(shown) };
};

/** The secret is shown once, in the answer to its making. */
function shown({ secret: _, ...endpoint }: WebhookEndpoint): object {
  return endpoint;
}

export function newEndpoint(
  unit: Unit,
  given: { url: string; enabledEvents: string[]; secret: string },
): WebhookEndpoint {
  return unit.add({
    id: unit.id('we'),
    object: 'webhook_endpoint',
    api_version: null,
    application: null,
    created: unit.at,
    description: null,
    enabled_events: given.enabledEvents,
    livemode: false,
    metadata: {},
    secret: given.secret,
    status: 'enabled',
    url: given.url,
  });
}

export const webhookEndpoints: readonly Route[] = [
  post('/v1/webhook_endpoints', create),
  get('/v1/webhook_endpoints', all),
  get('/v1/webhook_endpoints/{id}', retrieve),
  post('/v1/webhook_endpoints/{id}', update),
  del('/v1/webhook_endpoints/{id}', remove),
];
