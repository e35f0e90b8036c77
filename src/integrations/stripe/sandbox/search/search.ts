import { limitOf } from '../lists.js';
import { get, type Handler, type Route } from '../routes.js';
import { invalid } from '../sandbox.errors.js';
import type { Kind } from '../wire.js';
import { NotAQuery, readQuery, type Clause, type Query } from './query.js';

type Fields = Readonly<Record<string, 'text' | 'number' | 'flag'>>;

/** What Stripe lets each noun be searched by, beside its metadata. */
const FIELDS: Partial<Record<Kind, Fields>> = {
  charge: {
    amount: 'number',
    created: 'number',
    currency: 'text',
    customer: 'text',
    disputed: 'flag',
    'payment_method_details.card.brand': 'text',
    'payment_method_details.card.exp_month': 'number',
    'payment_method_details.card.exp_year': 'number',
    'payment_method_details.card.fingerprint': 'text',
    'payment_method_details.card.last4': 'text',
    refunded: 'flag',
    status: 'text',
  },
  customer: { created: 'number', email: 'text', name: 'text', phone: 'text' },
  invoice: {
    created: 'number',
    currency: 'text',
    customer: 'text',
    number: 'text',
    receipt_number: 'text',
    status: 'text',
    subscription: 'text',
    total: 'number',
  },
  payment_intent: { amount: 'number', created: 'number', currency: 'text', customer: 'text', status: 'text' },
  price: { active: 'flag', currency: 'text', lookup_key: 'text', product: 'text', type: 'text' },
  product: { active: 'flag', description: 'text', name: 'text', shippable: 'flag', url: 'text' },
  subscription: { canceled_at: 'number', created: 'number', status: 'text' },
};

/** Where a field stands when not under its own name. */
const PATHS: Readonly<Record<string, string>> = {
  'invoice.subscription': 'parent.subscription_details.subscription',
};

/** Newest first. Here an object is found at once; at Stripe it takes up to a minute. */
function searching(kind: Kind, url: string): Handler {
  return async (unit, params) => {
    const query = read(params.required('query'));
    const parameters: unknown[] = [kind];
    const value = (one: unknown): string => `$${parameters.push(one)}`;
    const conditions = query.clauses.map((clause) => condition(kind, clause, value));
    const limit = limitOf(params);
    const page = params.text('page');
    const after = page === undefined ? [] : [`seq < ${value(Number(page.replace('page_', '')))}`];
    const where = [
      'type = $1',
      `status is distinct from 'deleted'`,
      `(${conditions.join(` ${query.joined} `)})`,
      ...after,
    ];
    const rows = await unit.store.objects(`${where.join(' and ')} order by seq desc limit ${limit + 1}`, parameters);
    const data = rows.slice(0, limit);
    const more = rows.length > limit;
    return {
      object: 'search_result',
      data: data.map(({ seq: _seq, text: _text, ...object }) => object),
      has_more: more,
      next_page: more ? `page_${data.at(-1)?.seq}` : null,
      url,
    };
  };
}

function read(text: string): Query {
  try {
    return readQuery(text);
  } catch (error) {
    if (error instanceof NotAQuery) throw invalid(error.message, { param: 'query' });
    throw error;
  }
}

function condition(kind: Kind, clause: Clause, value: (one: unknown) => string): string {
  const { field, key, sign, not } = clause;
  const type = key === undefined ? FIELDS[kind]?.[field] : field === 'metadata' ? 'text' : undefined;
  if (!type) throw invalid(`Field \`${field}\` is an unsupported search field for this resource.`, { param: 'query' });
  const path = key === undefined ? (PATHS[`${kind}.${field}`] ?? field).split('.') : ['metadata', key];
  const found = `(data #>> ${value(path)}::text[])`;
  const holds = clause.value === null ? `${found} is null` : compared(type, found, sign, value(clause.value));
  return not ? `not coalesce(${holds}, false)` : `coalesce(${holds}, false)`;
}

function compared(type: 'text' | 'number' | 'flag', found: string, sign: Clause['sign'], value: string): string {
  const allowed: readonly string[] =
    type === 'number' ? [':', '>', '<', '>=', '<='] : type === 'text' ? [':', '~'] : [':'];
  if (!allowed.includes(sign)) throw invalid(`\`${sign}\` cannot be asked of this field.`, { param: 'query' });
  if (type === 'number') return `${found}::numeric ${sign === ':' ? '=' : sign} ${value}::text::numeric`;
  if (sign === '~') return `position(lower(${value}::text) in lower(${found})) > 0`;
  return `lower(${found}) = lower(${value}::text)`;
}

function search(kind: Kind, url: string): Route {
  return get(url, searching(kind, url));
}

export const searches: readonly Route[] = [
  search('charge', '/v1/charges/search'),
  search('customer', '/v1/customers/search'),
  search('invoice', '/v1/invoices/search'),
  search('payment_intent', '/v1/payment_intents/search'),
  search('price', '/v1/prices/search'),
  search('product', '/v1/products/search'),
  search('subscription', '/v1/subscriptions/search'),
];
