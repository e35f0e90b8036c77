import { Money } from '../../../kernel/money.js';
import type { EventSchema } from '../../../platform/events/event-schema.js';

/** An event as it was recorded, as far as receivers are told of it. */
export interface Recorded {
  readonly type: string;
  readonly sequence: number;
  readonly occurredAt: Date;
  readonly data: object;
}

/** The body of a delivery: Standard Webhooks' `type`, `timestamp` and `data`. */
export interface Payload {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `billing.invoice.payment-failed` is `billing.invoice.payment_failed` to receivers. */
export function wireType(type: string): string {
  return type.replaceAll('-', '_');
}

/** Everything the event tells, under the name of what it is about, amounts in major units. */
export function fullPayload({ type, sequence, occurredAt, data }: Recorded): Payload {
  const noun = nounOf(type);
  const told = onTheWire(data) as Record<string, unknown>;
  return {
    type: wireType(type),
    timestamp: occurredAt.toISOString(),
    data: { sequence, [noun]: renamed(told, `${noun}_id`) },
  };
}

/** Only which thing it is about, or whose it is where it has no id of its own: the receiver asks for the rest. */
export function thinPayload(event: Recorded & { readonly subject: string }): Payload {
  const noun = nounOf(event.type);
  const { type, timestamp, data } = fullPayload(event);
  const { id } = data[noun] as { id?: unknown };
  return { type, timestamp, data: { sequence: event.sequence, [noun]: id === undefined ? subjectOf(event) : { id } } };
}

/** A stage has no id; that it is the stage of `customer:c1` is `{ customer_id: 'c1' }`, as in the full body. */
function subjectOf({ subject }: { readonly subject: string }): Record<string, string> {
  const [kind = '', ...id] = subject.split(':');
  return { [`${wireType(kind)}_id`]: id.join(':') };
}

/** The schema of a full payload's `data`, made of the schema of the recorded event by the same rules. */
export function wireSchema(type: string, schema: EventSchema): EventSchema {
  const noun = nounOf(type);
  const { properties, required, ...rest } = schemaOnTheWire(schema);
  const about = {
    ...rest,
    properties: renamed({ ...properties }, `${noun}_id`),
    required: (required ?? []).map((name) => (name === `${noun}_id` ? 'id' : name)),
  };
  const sequence = {
    type: 'integer',
    description: 'Counts the events of one subject from 1; a gap is an event not seen.',
  };
  return {
    type: 'object',
    properties: { sequence, [noun]: about },
    required: ['sequence', noun],
    additionalProperties: false,
  };
}

/** `billing.refund.issued` is about a refund. */
function nounOf(type: string): string {
  return wireType(type.split('.')[1] ?? 'event');
}

function renamed<Value>(members: Record<string, Value>, idName: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name === idName ? 'id' : name, value]));
}

function onTheWire(value: unknown, around?: string): unknown {
  if (Array.isArray(value)) return value.map((one) => onTheWire(one, around));
  if (typeof value !== 'object' || value === null) return value;
  const { currency: own } = value as { currency?: unknown };
  const currency = typeof own === 'string' ? own : around;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      currency !== undefined && isAmount(name) && typeof member === 'number'
        ? [amountName(name), Money.of(member, currency).major]
        : [snake(name), onTheWire(member, currency)],
    ),
  );
}

function schemaOnTheWire(schema: EventSchema, inCurrency = false): EventSchema {
  const { items, properties, required } = schema;
  const known = inCurrency || properties?.['currency'] !== undefined;
  const nameOf = (name: string) => (known && isAmount(name) ? amountName(name) : snake(name));
  const members = Object.entries(properties ?? {}).map(([name, member]) => [
    nameOf(name),
    known && isAmount(name) ? { type: 'number', description: 'Major units.' } : schemaOnTheWire(member, known),
  ]);
  return {
    ...schema,
    ...(items ? { items: schemaOnTheWire(items, known) } : {}),
    ...(properties ? { properties: Object.fromEntries(members) as Record<string, EventSchema> } : {}),
    ...(required ? { required: required.map(nameOf) } : {}),
  };
}

function isAmount(name: string): boolean {
  return name === 'minor' || name.endsWith('Minor');
}

function amountName(name: string): string {
  return name === 'minor' ? 'amount' : snake(name.slice(0, -'Minor'.length));
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
