import { Ajv, type ValidateFunction } from 'ajv';
import type { Database } from '../../src/platform/database/database.js';
import type { EventType } from '../../src/platform/events/event-types.js';

const ajv = new Ajv({ allErrors: true, formats: { uuid: /^[0-9a-f-]{36}$/, 'date-time': /^\d{4}-\d\d-\d\dT.*Z$/ } });
const compiled = new Map<string, ValidateFunction>();

/** Events in the table that the catalogue does not know, or that tell something else than it says. */
export async function faultsOfRecorded(database: Database, types: readonly EventType[]): Promise<string[]> {
  const events = await database.query<{ type: string; data: object }>(`select type, data from platform_event`);
  return [...new Set(events.flatMap(({ type, data }) => faultsOf(type, data, types)))];
}

/** What is wrong with one event, in a line each. */
export function faultsOf(type: string, data: object, types: readonly EventType[]): string[] {
  const known = types.find((one) => one.type === type);
  if (!known) return [`${type} is not in the catalogue of events`];
  const validate = compiled.get(type) ?? ajv.compile(known.schema);
  compiled.set(type, validate);
  return validate(data) ? [] : (validate.errors ?? []).map((error) => `${type}${error.instancePath} ${error.message}`);
}
