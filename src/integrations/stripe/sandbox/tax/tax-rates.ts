import { list } from '../lists.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { TaxRate } from '../wire.js';

const create: Handler = async (unit, params) => {
  const [percentage, inclusive] = [params.number('percentage'), params.flag('inclusive')];
  if (percentage === undefined) throw parameterMissing('percentage');
  if (inclusive === undefined) throw parameterMissing('inclusive');
  if (percentage < 0 || percentage > 100) throw invalid('Invalid percentage.', { param: 'percentage' });
  const rate: TaxRate = {
    id: unit.id('txr'),
    object: 'tax_rate',
    active: true,
    country: null,
    created: unit.at,
    description: null,
    display_name: params.required('display_name'),
    effective_percentage: percentage,
    flat_amount: null,
    inclusive,
    jurisdiction: null,
    jurisdiction_level: null,
    livemode: false,
    metadata: params.metadata() ?? {},
    percentage,
    rate_type: 'percentage',
    state: null,
    tax_type: null,
  };
  write(rate, params);
  return unit.add(rate, 'tax_rate.created');
};

/** What it is called may change, never what it takes: for another percentage there is another rate. */
const update: Handler = async (unit, params, id = '') => {
  const rate = await unit.get('tax_rate', id);
  rate.display_name = params.text('display_name') ?? rate.display_name;
  const metadata = params.metadata();
  if (metadata) rate.metadata = merged(rate.metadata ?? {}, metadata);
  write(rate, params);
  return rate;
};

function write(rate: TaxRate, params: Params): void {
  rate.active = params.flag('active') ?? rate.active;
  for (const name of ['country', 'description', 'jurisdiction', 'state'] as const) {
    if (params.has(name)) rate[name] = params.text(name) ?? null;
  }
  rate.tax_type = params.choice('tax_type', TYPES) ?? rate.tax_type;
}

const TYPES = [
  'amusement_tax',
  'communications_tax',
  'gst',
  'hst',
  'igst',
  'jct',
  'lease_tax',
  'pst',
  'qst',
  'retail_delivery_fee',
  'rst',
  'sales_tax',
  'service_tax',
  'vat',
] as const;

/** The rates a parameter names, as objects keep them; an empty one clears, an absent one says nothing. */
export async function ratesOf(unit: Unit, params: Params, name: string): Promise<TaxRate[] | undefined> {
  if (!params.has(name)) return undefined;
  const rates: TaxRate[] = [];
  for (const id of params.texts(name) ?? []) {
    const rate = await unit.get('tax_rate', id, name);
    if (!rate.active) throw invalid(`The tax rate ${id} is not active.`, { param: name });
    rates.push(structuredClone(rate));
  }
  return rates;
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('tax_rate', id);

const all: Handler = async (unit, params) =>
  list(unit, params, { kind: 'tax_rate', url: '/v1/tax_rates', filters: { active: 'status', inclusive: 'parent' } });

export const taxRates: readonly Route[] = [
  post('/v1/tax_rates', create),
  get('/v1/tax_rates', all),
  get('/v1/tax_rates/{id}', retrieve),
  post('/v1/tax_rates/{id}', update),
];
