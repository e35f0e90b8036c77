import { limitOf, rangeOf } from './lists.js';
import { get, type Handler, type Route } from './routes.js';
import { missing } from './sandbox.errors.js';

/** How long Stripe remembers an event, in seconds. */
const MEMORY = 30 * 86_400;

const retrieve: Handler = async (unit, _params, id = '') => {
  const [row] = await unit.store.sql.query<{ body: string }>(
    'select body from stripe_sandbox.event where id = $1 and created >= $2',
    [id, unit.at - MEMORY],
  );
  if (!row) throw missing('event', id);
  return JSON.parse(row.body) as object;
};

/** Newest first, of the last 30 days. The sandbox keeps older ones for itself. */
const all: Handler = async (unit, params) => {
  const parameters: unknown[] = [];
  const value = (one: unknown): string => `$${parameters.push(one)}`;
  const where = [`created >= ${value(unit.at - MEMORY)}`, ...rangeOf(params, 'created', 'created', value)];
  const types = params.text('type') === undefined ? params.texts('types') : [params.text('type')];
  if (types) where.push(`type = any(${value(types)}::text[])`);
  const [after, before] = [params.text('starting_after'), params.text('ending_before')];
  const seq = (id: string): string => `(select seq from stripe_sandbox.event where id = ${value(id)})`;
  if (after !== undefined) where.push(`seq < ${seq(after)}`);
  if (before !== undefined) where.push(`seq > ${seq(before)}`);
  params.ignore('delivery_success');
  const limit = limitOf(params);
  const order = before === undefined ? 'desc' : 'asc';
  const rows = await unit.store.sql.query<{ body: string }>(
    `select body from stripe_sandbox.event where ${where.join(' and ')} order by seq ${order} limit ${limit + 1}`,
    parameters,
  );
  const page = rows.slice(0, limit).map(({ body }) => JSON.parse(body) as object);
  const data = before === undefined ? page : page.toReversed();
  return { object: 'list', data, has_more: rows.length > limit, url: '/v1/events' };
};

export const events: readonly Route[] = [get('/v1/events', all), get('/v1/events/{id}', retrieve)];
