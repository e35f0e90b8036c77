import { list } from '../lists.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Meter } from '../wire.js';
import { summaries } from './summaries.js';

const create: Handler = async (unit, params) => {
  const name = params.required('event_name');
  const same = (await unit.find('billing.meter', 'peer', name)).find(({ status }) => status === 'active');
  if (same) throw invalid(`An active meter already exists for this event_name: ${same.id}.`, { param: 'event_name' });
  const formula = params.below('default_aggregation')?.choice('formula', ['count', 'last', 'sum']);
  if (!formula) throw parameterMissing('default_aggregation[formula]');
  const mapping = params.below('customer_mapping');
  const values = params.below('value_settings');
  const meter: Meter = {
    id: unit.id('mtr'),
    object: 'billing.meter',
    created: unit.at,
    customer_mapping: {
      event_payload_key: mapping?.required('event_payload_key') ?? 'stripe_customer_id',
      type: mapping?.choice('type', ['by_id']) ?? 'by_id',
    },
    default_aggregation: { formula },
    display_name: params.required('display_name'),
    event_name: name,
    event_time_window: params.choice('event_time_window', ['day', 'hour']) ?? null,
    livemode: false,
    status: 'active',
    status_transitions: { deactivated_at: null },
    updated: unit.at,
    value_settings: { event_payload_key: values?.required('event_payload_key') ?? 'value' },
  };
  for (const below of [mapping, values]) below?.done();
  return unit.add(meter, 'billing.meter.created');
};

const update: Handler = async (unit, params, id = '') => {
  const meter = await unit.get('billing.meter', id);
  meter.display_name = params.text('display_name') ?? meter.display_name;
  meter.updated = unit.at;
  return meter;
};

/** It takes no more events; what it has counted is billed. */
const deactivate: Handler = async (unit, _params, id = '') => {
  const meter = await unit.get('billing.meter', id);
  if (meter.status === 'inactive') throw invalid('This meter is already inactive.');
  Object.assign(meter, { status: 'inactive', updated: unit.at, status_transitions: { deactivated_at: unit.at } });
  unit.tell('billing.meter.deactivated', meter);
  return meter;
};

const reactivate: Handler = async (unit, _params, id = '') => {
  const meter = await unit.get('billing.meter', id);
  if (meter.status === 'active') throw invalid('This meter is already active.');
  Object.assign(meter, { status: 'active', updated: unit.at, status_transitions: { deactivated_at: null } });
  unit.tell('billing.meter.reactivated', meter);
  return meter;
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('billing.meter', id);

const all: Handler = async (unit, params) =>
  list(unit, params, { kind: 'billing.meter', url: '/v1/billing/meters', filters: { status: 'status' } });

export const meters: readonly Route[] = [
  post('/v1/billing/meters', create),
  get('/v1/billing/meters', all),
  get('/v1/billing/meters/{id}', retrieve),
  post('/v1/billing/meters/{id}', update),
  post('/v1/billing/meters/{id}/deactivate', deactivate),
  post('/v1/billing/meters/{id}/reactivate', reactivate),
  get('/v1/billing/meters/{id}/event_summaries', summaries),
];
