import { invalid, missing } from './sandbox.errors.js';
import type { Params } from './params.js';
import type { Loaded } from './store.js';
import type { Unit } from './unit.js';
import type { Kind, Objects, WireList } from './wire.js';

type Column = 'customer' | 'parent' | 'peer' | 'status';

export interface Listing<K extends Kind> {
  readonly kind: K;
  readonly url: string;
  /** Parameters that filter by a column. */
  readonly filters?: Readonly<Record<string, Column>>;
  /** Parameters that filter by a field of the object of the same name, and those that ask for a range of such a field. */
  readonly fields?: readonly string[];
  readonly ranges?: readonly string[];
  /** What a filter may be asked for, where that is not anything. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  /** Further conditions of the route itself, with `$1` and so on counted by `value`. */
  readonly where?: (params: Params, value: (value: unknown) => string) => string[];
}

/** Newest first, 1 to 100 at a time; `ending_before` turns the direction, the answer stays newest first. */
export async function list<K extends Kind>(
  unit: Unit,
  params: Params,
  listing: Listing<K>,
): Promise<WireList<Objects[K]>> {
  const parameters: unknown[] = [];
  const value = (one: unknown): string => `$${parameters.push(one)}`;
  const where = [`type = ${value(listing.kind)}`, `status is distinct from 'deleted'`];
  for (const [name, choices] of Object.entries(listing.choices ?? {})) params.choice(name, choices);
  const fields = (listing.fields ?? []).map((name) => [name, `data ->> '${name}'`] as const);
  for (const [name, place] of [...Object.entries(listing.filters ?? {}), ...fields]) {
    const wanted = params.text(name);
    if (wanted !== undefined) where.push(`${place} = ${value(wanted)}`);
  }
  for (const name of listing.ranges ?? []) where.push(...rangeOf(params, name, `(data ->> '${name}')::bigint`, value));
  where.push(...(listing.where?.(params, value) ?? []), ...rangeOf(params, 'created', 'created', value));
  const page = await pageOf(unit, params, { where, value, parameters });
  return { object: 'list', data: page.rows.map(objectOf<Objects[K]>), has_more: page.more, url: listing.url };
}

interface Query {
  where: string[];
  value: (value: unknown) => string;
  parameters: unknown[];
}

async function pageOf(unit: Unit, params: Params, { where, value, parameters }: Query) {
  const limit = limitOf(params);
  const [after, before] = [params.text('starting_after'), params.text('ending_before')];
  if (after) where.push(`seq < ${value(await seqOf(unit, after, 'starting_after'))}`);
  if (before) where.push(`seq > ${value(await seqOf(unit, before, 'ending_before'))}`);
  const order = before ? 'asc' : 'desc';
  const rows = await unit.store.objects(`${where.join(' and ')} order by seq ${order} limit ${limit + 1}`, parameters);
  const page = rows.slice(0, limit);
  return { rows: before ? page.toReversed() : page, more: rows.length > limit };
}

export function limitOf(params: Params): number {
  const limit = params.whole('limit') ?? 10;
  if (limit < 1 || limit > 100) {
    throw invalid('This value must be between 1 and 100.', { code: 'parameter_invalid_integer', param: 'limit' });
  }
  return limit;
}

async function seqOf(unit: Unit, id: string, param: string): Promise<number> {
  const [found] = await unit.store.load([id]);
  if (!found) throw missing('object', id, param);
  return found.seq;
}

/** `created=…` or `created[gte]=…`: the comparisons Stripe allows on a time. */
export function rangeOf(params: Params, name: string, place: string, value: (value: unknown) => string): string[] {
  const signs = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
  if (!params.has(name)) return [];
  const exact = params.isText(name) ? params.whole(name) : undefined;
  if (exact !== undefined) return [`${place} = ${value(exact)}`];
  const range = params.below(name);
  const bounds = Object.entries(signs).flatMap(([side, sign]) => {
    const bound = range?.whole(side);
    return bound === undefined ? [] : [`${place} ${sign} ${value(bound)}`];
  });
  range?.done();
  return bounds;
}

function objectOf<T>({ seq: _seq, text: _text, ...object }: Loaded): T {
  return object as unknown as T;
}

/** A list that is part of an object already loaded. */
export function within<Item extends { id: string }>(
  items: readonly Item[],
  params: Params,
  url: string,
): WireList<Item> {
  const limit = limitOf(params);
  const [after, before] = ['starting_after', 'ending_before'].map((param) => placeOf(items, params, param));
  const rest = items.slice(after === undefined ? 0 : after + 1, before);
  const data = before === undefined ? rest.slice(0, limit) : rest.slice(-limit);
  return { object: 'list', data, has_more: rest.length > limit, url };
}

function placeOf(items: readonly { id: string }[], params: Params, param: string): number | undefined {
  const named = params.text(param);
  const place = items.findIndex(({ id }) => id === named);
  if (named !== undefined && place < 0) throw missing('object', named, param);
  return named === undefined ? undefined : place;
}
