import type { Unit } from '../unit.js';
import type { Meter } from '../wire.js';

interface Asked {
  readonly meter: string;
  readonly customer: string;
  /** Seconds; from the first, before the second. */
  readonly start: number;
  readonly end: number;
}

/** What a meter counted of a customer in a span, by its own formula. */
export async function usageOf(unit: Unit, asked: Asked): Promise<number> {
  const meter = await unit.get('billing.meter', asked.meter);
  const [row] = await unit.store.sql.query<{ value: string | null }>(
    `select (${AGGREGATES[meter.default_aggregation.formula]})::text as value from stripe_sandbox.object
     where type = 'sandbox_usage' and customer = $1 and parent = $2 and status = 'false'
       and created >= $3 and created < $4`,
    [asked.customer, asked.meter, asked.start, asked.end],
  );
  return Number(row?.value ?? 0);
}

const AGGREGATES: Readonly<Record<Meter['default_aggregation']['formula'], string>> = {
  count: 'count(*)',
  last: `(array_agg((data ->> 'value')::bigint order by created desc, seq desc))[1]`,
  sum: `sum((data ->> 'value')::bigint)`,
};
