import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { bridgeOf } from './bridge.js';
import type { OpenBooks } from './books.service.js';
import type { FigureView } from './figure.js';
import { Figures, type Framed } from './figures.service.js';
import { Light } from './light.service.js';
import type { Need } from './metric.js';
import { netOf } from './money-book.js';
import { major } from './printed.js';
import type { Asked } from './report.js';
import type { Books as BooksLight, Unconverted } from './screen.js';
import { bucketsOf, granularityFor, type Bucket, type Span } from './span.js';

const RECURRING: readonly Need[] = ['recurring', 'subscribed'];
const HEADLINES = ['mrr', 'arr', 'committed_mrr', 'arpa', 'total_revenue'] as const;
const RATES = [
  'gross_mrr_churn_rate',
  'net_mrr_churn_rate',
  'customer_churn_rate',
  'quick_ratio',
  'mrr_growth_rate',
] as const;

export interface Overview {
  readonly total_revenue: number | null;
  readonly monthly_recurring_revenue: number | null;
  /** Per cent: 4.5 is 4.5 %. */
  readonly growth_rate_30d: number | null;
  readonly annual_recurring_revenue: number | null;
  readonly active_customers: number | null;
  readonly currency: string;
  readonly livemode: boolean;
  readonly as_of: string;
  readonly known_at: string;
  readonly proof: BooksLight['light'];
  readonly policy_version: number;
  readonly unconverted: readonly Unconverted[];
  readonly figures: Readonly<Record<string, FigureView>>;
}

/** Reports that put several figures side by side, each with its full answer under `figures`. */
@Injectable()
export class Overviews {
  constructor(
    private readonly figures: Figures,
    private readonly light: Light,
    private readonly config: Config,
  ) {}

  async overview(asked: Asked): Promise<Overview> {
    const { found, frame } = await this.flat(asked, [
      'mrr',
      'arr',
      'active_customers',
      'growth_rate_30d',
      'total_revenue',
    ]);
    const valueOf = valuesIn(found);
    const growth = valueOf('growth_rate_30d');
    return {
      total_revenue: valueOf('total_revenue'),
      monthly_recurring_revenue: valueOf('mrr'),
      growth_rate_30d: growth === null ? null : Math.round(growth * 1e6) / 1e4,
      annual_recurring_revenue: valueOf('arr'),
      active_customers: valueOf('active_customers'),
      currency: frame.currency,
      livemode: frame.livemode,
      as_of: frame.asOf.toISOString(),
      known_at: frame.knownAt.toISOString(),
      proof: this.light.look().light,
      policy_version: frame.policyVersion,
      unconverted: missingIn(found),
      figures: found,
    };
  }

  async revenue() {
    const { found, frame } = await this.flat({}, ['mrr', 'arr', 'customers', 'active_customers', 'total_revenue']);
    const valueOf = valuesIn(found);
    return {
      mrr: valueOf('mrr'),
      arr: valueOf('arr'),
      customers: valueOf('customers'),
      total_revenue: valueOf('total_revenue'),
      configured: this.config.stripe.secretKey !== undefined,
      timestamp: frame.now.toISOString(),
      currency: frame.currency,
      active_customers: valueOf('active_customers'),
      livemode: frame.livemode,
      unconverted: missingIn(found),
    };
  }

  async revenueMetrics(asked: Asked) {
    const framed = await this.figures.framed(asked, '30d');
    const { span, granularity = granularityFor(span) } = framed.report;
    const buckets = bucketsOf(span, granularity, framed.frame.now.getTime());
    const books = await this.figures.open(framed, [span, ...buckets], [...RECURRING, 'money']);
    const print = (name: string) => this.figures.print(this.figures.metric(name), span, framed, books);
    const flat = each(HEADLINES, print);
    return {
      ...each(HEADLINES, (name) => flat[name].value),
      ...each(RATES, print),
      currency: framed.frame.currency,
      period: print('mrr').period,
      granularity,
      bridge: bridgeOf(books.mrr, span),
      series: buckets.map((bucket) => pointOf(bucket, books, framed)),
      figures: flat,
    };
  }

  async bridge(asked: Asked) {
    const framed = await this.figures.framed(asked, '12m');
    const { span, granularity = 'month' } = framed.report;
    const buckets = bucketsOf(span, granularity, framed.frame.now.getTime());
    const books = await this.figures.open(framed, [span, ...buckets], ['recurring']);
    const mrr = this.figures.print(this.figures.metric('mrr'), span, framed, books);
    const { currency, period, as_of, known_at, policy_version, unconverted, coverage } = mrr;
    return {
      ...{ currency, period, granularity, as_of, known_at, policy_version, unconverted, coverage },
      total: bridgeOf(books.mrr, span),
      data: buckets.map((bucket) => ({ ...wire(bucket), ...bridgeOf(books.mrr, bucket) })),
    };
  }

  /** Figures of one moment: those of all time and those of the last 30 days, from one reading of the books. */
  private async flat(asked: Asked, names: readonly string[]) {
    const [ever, month] = [await this.figures.framed(asked, 'all'), await this.figures.framed(asked, '30d')];
    const spanOf = (name: string): { framed: Framed; span: Span } => {
      const framed = this.figures.metric(name).span === 'all' ? ever : month;
      return { framed, span: framed.report.span };
    };
    const needs = names.flatMap((name) => this.figures.metric(name).needs);
    const books = await this.figures.open(month, [ever.report.span, month.report.span], needs);
    const found: Record<string, FigureView> = Object.fromEntries(
      names.map((name) => {
        const { framed, span } = spanOf(name);
        return [name, this.figures.print(this.figures.metric(name), span, framed, books)];
      }),
    );
    return { found, frame: month.frame };
  }
}

function each<Name extends string, Value>(names: readonly Name[], value: (name: Name) => Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>;
}

function valuesIn(found: Readonly<Record<string, FigureView>>): (name: string) => number | null {
  return (name) => found[name]?.value ?? null;
}

/** Currencies without a rate, each once. */
function missingIn(found: Readonly<Record<string, FigureView>>): Unconverted[] {
  const missing = Object.values(found).flatMap(({ unconverted }) => unconverted);
  return [...new Map(missing.map((one) => [one.currency, one])).values()];
}

function pointOf(bucket: Bucket, books: OpenBooks, { frame: { currency } }: Framed) {
  const { arr, committed, active } = books.mrr.before(bucket.to);
  const { minor } = books.money.within(bucket);
  return {
    ...wire(bucket),
    mrr: major(arr / 12, currency),
    committed_mrr: major(committed / 12, currency),
    active_customers: active,
    captured: major(minor.captured, currency),
    total_revenue: major(netOf(books.money.within(bucket)), currency),
  };
}

function wire({ from, to, complete }: Bucket) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), complete };
}
