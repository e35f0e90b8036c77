import { post, type Handler, type Route } from '../routes.js';
import { invalid, missing, parameterMissing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { Meter, Usage } from '../wire.js';

const DAY = 86_400;
/** How far back an event may lie, how far ahead, and how long it can be taken back. */
const OLDEST = 35 * DAY;
const AHEAD = 5 * 60;
const CANCELLABLE = DAY;

/** Something was used. Its identifier makes it count once. */
const create: Handler = async (unit, params) => {
  const name = params.required('event_name');
  const meter = await meterFor(unit, name);
  const payload = params.metadata('payload');
  if (!payload) throw parameterMissing('payload');
  const timestamp = params.whole('timestamp') ?? unit.at;
  if (timestamp < unit.at - OLDEST) {
    throw invalid('The timestamp is more than 35 days in the past.', {
      code: 'timestamp_too_far_in_past',
      param: 'timestamp',
    });
  }
  if (timestamp > unit.at + AHEAD) {
    throw invalid('The timestamp is in the future.', { code: 'timestamp_in_future', param: 'timestamp' });
  }
  const identifier = params.text('identifier') ?? unit.id('mevt');
  if (await unit.maybe('sandbox_usage', keyOf(meter, identifier))) {
    throw invalid(`An event already exists with identifier ${identifier}.`, { param: 'identifier' });
  }
  const customer = await unit.get(
    'customer',
    payload[meter.customer_mapping.event_payload_key] ?? '',
    `payload[${meter.customer_mapping.event_payload_key}]`,
  );
  unit.add<Usage>({
    id: keyOf(meter, identifier),
    object: 'sandbox_usage',
    created: timestamp,
    customer: customer.id,
    identifier,
    meter: meter.id,
    heard: unit.at,
    value: valueOf(meter, payload),
    canceled: false,
  });
  const shown = { event_name: name, identifier, livemode: false, payload, timestamp };
  return { object: 'billing.meter_event', created: unit.at, ...shown };
};

/** Whole numbers; a meter that counts needs none. */
function valueOf(
  { default_aggregation: { formula }, value_settings: { event_payload_key: key } }: Meter,
  payload: Record<string, string>,
): number {
  if (formula === 'count') return 1;
  const text = payload[key];
  if (text === undefined) throw parameterMissing(`payload[${key}]`);
  if (!/^-?\d{1,15}$/.test(text)) throw invalid(`Not a whole number: ${text}`, { param: `payload[${key}]` });
  return Number(text);
}

/** Takes an event of the last day back. */
const adjust: Handler = async (unit, params) => {
  const name = params.required('event_name');
  if (!params.choice('type', ['cancel'])) throw parameterMissing('type');
  const cancel = params.below('cancel');
  const identifier = cancel?.required('identifier') ?? '';
  cancel?.done();
  const usage = await unit.maybe('sandbox_usage', keyOf(await meterFor(unit, name), identifier));
  if (!usage) throw missing('meter event', identifier, 'cancel[identifier]');
  if (usage.heard < unit.at - CANCELLABLE) {
    throw invalid('An event can be canceled within 24 hours.', { param: 'cancel[identifier]' });
  }
  usage.canceled = true;
  return {
    object: 'billing.meter_event_adjustment',
    cancel: { identifier },
    event_name: name,
    livemode: false,
    status: 'complete',
    type: 'cancel',
  };
};

async function meterFor(unit: Unit, name: string): Promise<Meter> {
  const meter = (await unit.find('billing.meter', 'peer', name)).find(({ status }) => status === 'active');
  if (!meter) throw invalid(`No active meter found for event name ${name}.`, { param: 'event_name' });
  return meter;
}

function keyOf({ id }: Meter, identifier: string): string {
  return `usage_${id}_${identifier}`;
}

export const meterEvents: readonly Route[] = [
  post('/v1/billing/meter_events', create),
  post('/v1/billing/meter_event_adjustments', adjust),
];
