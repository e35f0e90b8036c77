import type { Granularity } from './screen.js';

export const RANGES = ['7d', '30d', '90d', 'mtd', 'qtd', 'ytd', '12m', 'all'] as const;
export type Range = (typeof RANGES)[number];

const GRANULARITIES = ['day', 'week', 'month'] as const;

/** The whole state of the page: what stands in its address, so that Back works and a copied link shows the same. */
export interface Address {
  readonly range: Range;
  /** Absent: chosen by the length of the range. */
  readonly granularity: Granularity | undefined;
  /** The evidence that is open: a path of the API. */
  readonly open: string | undefined;
}

const FIRST: Range = '30d';

/** Figures with their causes, and the provider's events at the end of them. */
const EVIDENCE = /^\/api\/v1\/(analytics\/|webhooks\/inbox\/)/;

/** What cannot be read is as if it were not there. */
export function read(search: string): Address {
  const query = new URLSearchParams(search);
  const open = query.get('open') ?? undefined;
  return {
    range: RANGES.find((range) => range === query.get('range')) ?? FIRST,
    granularity: GRANULARITIES.find((granularity) => granularity === query.get('granularity')),
    open: open && EVIDENCE.test(open) ? open : undefined,
  };
}

/** The shortest address of a state; the first state has none. */
export function write({ range, granularity, open }: Address): string {
  const query = new URLSearchParams();
  if (range !== FIRST) query.set('range', range);
  if (granularity) query.set('granularity', granularity);
  if (open) query.set('open', open);
  const text = query.toString();
  return text ? `?${text}` : '';
}

/** The same, as the data route asks it. */
export function asked({ range, granularity }: Address): string {
  const query = new URLSearchParams({ range });
  if (granularity) query.set('granularity', granularity);
  return query.toString();
}
