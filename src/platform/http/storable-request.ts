import { isStorable } from '../../kernel/storable.js';
import { InvalidRequest, MalformedRequest, type RequestFault } from './http.errors.js';
import { escaped } from './pointer.js';

/**
 * Refuses an address with a NUL, which is all an address can say that the store cannot keep.
 * @throws MalformedRequest when it stands in the path
 * @throws InvalidRequest when it stands in parameters
 */
export function refuseUnstorableAddress(url: string): void {
  if (!url.includes('%00')) return;
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  if (path.includes('%00')) throw new MalformedRequest('The address cannot be read.');
  const faults = [...new URLSearchParams(query)]
    .filter(([name, value]) => !isStorable(name) || !isStorable(value))
    .map(([name]) => fault(`?${name}`));
  if (faults.length > 0) throw new InvalidRequest(faults);
}

/** @throws InvalidRequest when a text of the body, be it a value or a name, is one the store cannot keep */
export function refuseUnstorableBody(body: unknown): void {
  const faults = faultsOf(body, '');
  if (faults.length > 0) throw new InvalidRequest(faults);
}

function faultsOf(value: unknown, pointer: string): RequestFault[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [fault(pointer)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const place = `${pointer}/${escaped(name)}`;
    return isStorable(name) ? faultsOf(part, place) : [fault(place)];
  });
}

function fault(pointer: string): RequestFault {
  const detail = 'A text has no NUL character and no half of a surrogate pair.';
  return { pointer, code: 'request/bad-character', detail };
}
