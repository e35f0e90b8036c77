/** The part of JSON Schema that describes what an event tells. */
export interface EventSchema {
  readonly type: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly (string | null)[];
  readonly items?: EventSchema;
  readonly properties?: Readonly<Record<string, EventSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

export const anId: EventSchema = { type: 'string', format: 'uuid' };
export const aText: EventSchema = { type: 'string' };
export const anInstant: EventSchema = { type: 'string', format: 'date-time' };
export const aCurrency: EventSchema = { type: 'string', description: 'ISO 4217 code in lower case.' };
export const aWhole: EventSchema = { type: 'integer' };
export const aFlag: EventSchema = { type: 'boolean' };

export function oneOf(...words: readonly string[]): EventSchema {
  return { type: 'string', enum: words };
}

export function orNull(schema: EventSchema): EventSchema {
  const { enum: words, type, ...rest } = schema;
  return { ...rest, type: [type, 'null'].flat(), ...(words ? { enum: [...words, null] } : {}) };
}

export function listOf(items: EventSchema): EventSchema {
  return { type: 'array', items };
}

/** All of these members and no other: an event that tells more than its catalogue says is a fault of the catalogue. */
export function anObject(properties: Readonly<Record<string, EventSchema>>): EventSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
