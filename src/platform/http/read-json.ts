import { duplicateMember } from './duplicate-member.js';
import { InvalidRequest, MalformedRequest, UNKNOWN_MEMBER } from './http.errors.js';
import { escaped } from './pointer.js';

/** How much structure a body may have: more is an attack or a mistake, and costs memory to hold. */
export interface JsonLimits {
  readonly depth: number;
  readonly members: number;
  readonly elements: number;
  readonly characters: number;
}

const LIMITS: JsonLimits = { depth: 20, members: 500, elements: 1000, characters: 65_536 };

/** Members that reach into the prototype of whatever they are merged into. */
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A body as plain data.
 * @throws MalformedRequest when it is not JSON in UTF-8
 * @throws InvalidRequest when it is, but too deep, too large in some part, or has a member twice
 */
export function readJson(body: Uint8Array, limits = LIMITS): unknown {
  const text = decode(body);
  const value = parse(text);
  const twice = duplicateMember(text);
  if (twice !== undefined) throw refusal(twice, 'request/duplicate-member', 'The same member stands here twice.');
  examine(value, '', limits, 1);
  return value;
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new MalformedRequest('The body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedRequest('The body is not JSON.');
  }
}

function examine(value: unknown, pointer: string, limits: JsonLimits, depth: number): void {
  if (typeof value === 'string' && value.length > limits.characters) {
    throw refusal(pointer, 'request/too-long', `A text has at most ${limits.characters} characters.`);
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth > limits.depth) throw refusal(pointer, 'request/too-deep', `A body has at most ${limits.depth} levels.`);

  const members = Object.entries(value);
  const most = Array.isArray(value) ? limits.elements : limits.members;
  if (members.length > most) throw refusal(pointer, 'request/too-many', `There are at most ${most} here.`);
  for (const [name, part] of members) {
    const place = `${pointer}/${escaped(name)}`;
    if (POLLUTING.has(name)) throw new InvalidRequest([{ pointer: place, ...UNKNOWN_MEMBER }]);
    examine(part, place, limits, depth + 1);
  }
}

function refusal(pointer: string, code: string, detail: string): InvalidRequest {
  return new InvalidRequest([{ pointer, code, detail }]);
}
