import { list } from './lists.js';
import { merged } from './metadata.js';
import type { Params } from './params.js';
import { del, get, post, type Handler, type Route } from './routes.js';
import { invalid } from './sandbox.errors.js';
import type { Unit } from './unit.js';
import type { Product } from './wire.js';

export const createProduct: Handler = async (unit, params) => {
  const given = params.text('id');
  if (given && (await unit.maybe('product', given))) {
    throw invalid(`Product already exists.`, { code: 'resource_already_exists', param: 'id' });
  }
  return unit.add(newProduct(unit, params), 'product.created');
};

/** As its parameters describe it; not yet told. */
export function newProduct(unit: Unit, params: Params): Product {
  const product = blank(unit, params.text('id') ?? unit.id('prod'), params.required('name'));
  product.metadata = params.metadata() ?? {};
  write(product, params);
  return product;
}

const update: Handler = async (unit, params, id = '') => {
  const product = await unit.get('product', id);
  product.name = params.text('name') ?? product.name;
  const metadata = params.metadata();
  if (metadata) product.metadata = merged(product.metadata, metadata);
  const price = params.text('default_price');
  if (price !== undefined) product.default_price = (await unit.get('price', price, 'default_price')).id;
  write(product, params);
  product.updated = unit.at;
  return product;
};

const remove: Handler = async (unit, _params, id = '') => {
  const product = await unit.get('product', id);
  const prices = await unit.find('price', 'parent', id);
  if (prices.length > 0) throw invalid('This product cannot be deleted because it has one or more prices.');
  return unit.remove(product, 'product.deleted');
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('product', id);

const all: Handler = async (unit, params) => {
  const where = (given: Params, value: (one: unknown) => string): string[] => {
    const ids = given.texts('ids');
    return ids ? [`id = any(${value(ids)}::text[])`] : [];
  };
  return list(unit, params, {
    kind: 'product',
    url: '/v1/products',
    filters: { active: 'status' },
    fields: ['url'],
    where,
  });
};

function write(product: Product, params: Params): void {
  product.active = params.flag('active') ?? product.active;
  for (const name of ['description', 'unit_label', 'url', 'statement_descriptor'] as const) {
    if (params.has(name)) product[name] = params.text(name) ?? null;
  }
  product.images = params.texts('images') ?? product.images;
  params.ignore('tax_code', 'type', 'shippable');
}

function blank(unit: Unit, id: string, name: string): Product {
  return {
    id,
    object: 'product',
    active: true,
    created: unit.at,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: unit.at,
    url: null,
  };
}

export const products: readonly Route[] = [
  post('/v1/products', createProduct),
  get('/v1/products', all),
  get('/v1/products/{id}', retrieve),
  post('/v1/products/{id}', update),
  del('/v1/products/{id}', remove),
];
