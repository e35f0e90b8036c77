import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { dayOf } from '../../kernel/period.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { UnknownMetric } from './analytics.errors.js';
import { Books, type OpenBooks } from './books.service.js';
import { firstDay } from './evidence.queries.js';
import { figureOf, MIN_N, type FigureView, type Frame } from './figure.js';
import { Knowledge } from './knowledge.service.js';
import type { Metric, Need } from './metric.js';
import { METRICS } from './metrics.js';
import { major } from './printed.js';
import { reportOf, type Asked, type Preset, type Report } from './report.js';
import type { Unconverted } from './screen.js';
import { bucketsOf, granularityFor, type Bucket, type Span } from './span.js';

/** A report and what its figures are printed with. */
export interface Framed {
  readonly report: Report;
  readonly frame: Frame;
  /** Set when an older state of knowledge is asked for. */
  readonly knownAt: Date | undefined;
}

/** Every figure, at any instant, in any state of knowledge. */
@Injectable()
export class Figures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly books: Books,
    private readonly knowledge: Knowledge,
  ) {}

  today(): string {
    return dayOf(this.clock.now());
  }

  metric(name: string): Metric {
    const metric = METRICS.get(name);
    if (!metric) throw new UnknownMetric(name);
    return metric;
  }

  /** @throws BadRange, KnownAtInFuture, UnknownCurrency */
  async framed(asked: Asked, usual: Preset, minN = MIN_N): Promise<Framed> {
    const [now, wall] = [this.clock.now(), this.clock.wall()];
    const first = usual === 'all' || asked.range === 'all' ? await firstDay(this.database) : undefined;
    const report = reportOf(asked, { now, wall, first, currency: this.config.reportingCurrency }, usual);
    const mark = await this.knowledge.watermark();
    const frame: Frame = {
      currency: report.currency,
      asOf: report.asOf,
      knownAt: report.knownAt ?? mark?.at ?? wall,
      now,
      policyVersion: (await this.knowledge.policy()).version,
      minN,
      behind: await this.knowledge.behind(),
      livemode: this.config.mode === 'live',
    };
    return { report, frame, knownAt: mark && report.knownAt && report.knownAt < mark.at ? report.knownAt : undefined };
  }

  open({ frame, knownAt }: Framed, spans: readonly Span[], needs: readonly Need[]): Promise<OpenBooks> {
    const { policyVersion, currency } = frame;
    return this.books.open(spans, new Set(needs), { policyVersion, knownAt, currency });
  }

  async figure(name: string, asked: Asked, minN?: number): Promise<FigureView> {
    const metric = this.metric(name);
    const framed = await this.framed(asked, metric.span, minN);
    const { span } = framed.report;
    return this.print(metric, span, framed, await this.open(framed, [span], metric.needs));
  }

  /** The figure of each bucket of the span; missing buckets are there, with 0 or what was carried. */
  async series(
    name: string,
    asked: Asked,
    minN?: number,
  ): Promise<{ figure: FigureView; series: (FigureView & { complete: boolean })[] }> {
    const metric = this.metric(name);
    const framed = await this.framed(asked, metric.span, minN);
    const { span, granularity } = framed.report;
    const buckets = bucketsOf(span, granularity ?? granularityFor(span), framed.frame.now.getTime());
    const books = await this.open(framed, [span, ...buckets], metric.needs);
    const series = buckets.map((bucket) => ({
      ...this.print(metric, bucket, framed, books),
      complete: bucket.complete,
    }));
    return { figure: this.print(metric, span, framed, books), series };
  }

  print(metric: Metric, span: Span | Bucket, { frame }: Framed, books: OpenBooks): FigureView {
    return figureOf(metric, metric.answer(books.evidence(span)), span, frame, unconvertedIn(metric, span, books));
  }
}

/** Amounts a figure leaves out for want of a rate. */
export function unconvertedIn(
  { needs, kind }: Pick<Metric, 'needs' | 'kind'>,
  span: Span,
  books: OpenBooks,
): Unconverted[] {
  if (needs.includes('money')) {
    return books.money
      .unconverted(span)
      .map(({ currency, minor, count }) => ({ currency, amount: major(minor, currency), count }));
  }
  if (!needs.includes('recurring')) return [];
  const stands = books.mrr.unconverted(span.to);
  const stood =
    kind === 'stock'
      ? []
      : books.mrr.unconverted(span.from).filter((was) => !stands.some((is) => is.currency === was.currency));
  return [...stands, ...stood].map(({ currency, arr, count }) => ({
    currency,
    amount: major(arr / 12, currency),
    count,
  }));
}
