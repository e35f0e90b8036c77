import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { OpenBooks } from './books.service.js';
import { bridgeOf } from './bridge.js';
import { recentFeed } from './feed.queries.js';
import { explainPath, type Frame } from './figure.js';
import { Figures, unconvertedIn, type Framed } from './figures.service.js';
import { Knowledge } from './knowledge.service.js';
import { Light } from './light.service.js';
import { netOf } from './money-book.js';
import { major } from './printed.js';
import type { Asked } from './report.js';
import type { BridgeBar, MoneyBucket, MrrPoint, Screen, ScreenPeriod } from './screen.js';
import { bucketsOf, granularityFor, type Bucket } from './span.js';
import { tilesOf } from './tile.js';

/** The dashboard's first screen in one call: three queries for all figures, one for the feed. */
@Injectable()
export class ScreenService {
  constructor(
    private readonly database: Database,
    private readonly figures: Figures,
    private readonly knowledge: Knowledge,
    private readonly light: Light,
  ) {}

  /** Changes whenever anything on the screen may have changed: events taken in, proofs run, a day gone by. */
  async watermark(): Promise<string> {
    const mark = (await this.knowledge.watermark())?.mark ?? '0';
    const { light, checked_at: checkedAt } = this.light.look();
    return [mark, light, checkedAt ?? '-', this.figures.today()].join(' ');
  }

  /** @throws BadRange, RangeTooLong, KnownAtInFuture, UnknownCurrency */
  async show(asked: Asked = {}): Promise<Screen> {
    const framed = await this.figures.framed(asked, '30d');
    const { span, compared, granularity = granularityFor(span) } = framed.report;
    const now = framed.frame.now.getTime();
    const [buckets, months] = [bucketsOf(span, granularity, now), bucketsOf(span, 'month', now)];
    const books = await this.figures.open(
      framed,
      [span, compared, ...months, ...buckets],
      ['recurring', 'money', 'customers'],
    );
    const feed = await recentFeed(this.database, new Date(span.to), framed.frame.policyVersion);
    return {
      ...heading(framed, books),
      period: { ...periodOf(framed), granularity },
      empty: (await this.knowledge.watermark()) === undefined,
      books: this.light.look(),
      tiles: tilesOf(books, { span, compared }, buckets, framed.frame),
      money: buckets.map((bucket) => moneyBucket(bucket, books, framed.frame)),
      mrr: buckets.map((bucket) => mrrPoint(bucket, books, framed.frame)),
      bridge: months.map((month) => bridgeBar(month, books, framed.frame)),
      feed,
    };
  }
}

function heading({ report, frame }: Framed, books: OpenBooks) {
  const missing = [
    ...unconvertedIn({ needs: ['recurring'], kind: 'stock' }, report.span, books),
    ...unconvertedIn({ needs: ['money'], kind: 'flow' }, report.span, books),
  ];
  const unconverted = [...new Map(missing.map((one) => [one.currency, one])).values()];
  return {
    currency: frame.currency,
    livemode: frame.livemode,
    as_of: frame.asOf.toISOString(),
    known_at: frame.knownAt.toISOString(),
    policy_version: frame.policyVersion,
    coverage: { complete: unconverted.length === 0 && frame.behind === 0, behind: frame.behind },
    unconverted,
  };
}

function periodOf({ report: { span, compared } }: Framed): Omit<ScreenPeriod, 'granularity'> {
  const wire = (instant: number) => new Date(instant).toISOString();
  return {
    from: wire(span.from),
    to: wire(span.to),
    timezone: 'UTC',
    compared: { from: wire(compared.from), to: wire(compared.to) },
  };
}

function bounds(bucket: Bucket, metric: string, frame: Frame) {
  return {
    from: new Date(bucket.from).toISOString(),
    to: new Date(bucket.to).toISOString(),
    complete: bucket.complete,
    explain: explainPath(metric, bucket, frame),
  };
}

function moneyBucket(bucket: Bucket, books: OpenBooks, frame: Frame): MoneyBucket {
  const flow = books.money.within(bucket);
  const amount = (minor: number) => major(minor, frame.currency);
  return {
    ...bounds(bucket, 'total_revenue', frame),
    captured: amount(flow.minor.captured),
    refunds: amount(flow.minor.refunded),
    fees: amount(flow.minor.fee),
    tax: amount(flow.minor.tax),
    net: amount(netOf(flow)),
  };
}

function mrrPoint(bucket: Bucket, books: OpenBooks, frame: Frame): MrrPoint {
  const { arr, committed, active } = books.mrr.before(bucket.to);
  return {
    ...bounds(bucket, 'mrr', frame),
    mrr: major(arr / 12, frame.currency),
    committed: major(committed / 12, frame.currency),
    active_customers: active,
  };
}

function bridgeBar(month: Bucket, books: OpenBooks, frame: Frame): BridgeBar {
  return {
    ...bounds(month, 'mrr_growth_rate', frame),
    month: new Date(month.from).toISOString().slice(0, 7),
    ...bridgeOf(books.mrr, month),
  };
}
