import { chartCard, type LegendEntry } from './chart-card.js';
import type { MoneyBucket, Screen } from './screen.js';
import { timeChart, type Line } from './time-chart.js';
import { bucketName, money } from './words.js';

/** Money over time: what came in, what was taken away, what is left. */
export function drawMoney(figure: HTMLElement, screen: Screen, open: (path: string) => void): { destroy: () => void } {
  const { money: buckets, currency, period } = screen;
  const name = (bucket: MoneyBucket): string => bucketName(bucket, period.granularity);
  const text = (value: number): string => money(value, currency);
  const total = sumOf(buckets);
  const openAt = (index: number): void => openBucket(buckets[index], open);
  const card = chartCard(
    figure,
    {
      title: 'Revenue',
      definition: 'Payments captured, less tax, refunds and lost disputes. Fees stand beside, not inside.',
      summary: `Net revenue of the range is ${text(total.net)}: ${text(total.captured)} captured, ${text(total.refunds)} refunded.`,
    },
    {
      head: ['Period', 'Captured', 'Tax', 'Refunds', 'Fees', 'Net'],
      rows: buckets.map((one) => [name(one), ...[one.captured, one.tax, -one.refunds, -one.fees, one.net].map(text)]),
      open: openAt,
    },
  );
  const show = (index: number | null): void => {
    const bucket = index === null ? undefined : buckets[index];
    card.showLegend(bucket ? name(bucket) : 'Whole range', entries(bucket ?? total, text));
  };
  show(null);
  return timeChart(card.plot, {
    buckets,
    lines: linesOf(buckets),
    describe: (index) => spoken(buckets[index], name, text),
    onPoint: show,
    open: openAt,
    xName: (index) => (buckets[index] ? (name(buckets[index]).split(' – ')[0] ?? '') : ''),
  });
}

function linesOf(buckets: readonly MoneyBucket[]): Line[] {
  const away = buckets.map(({ refunds, fees }) => -(refunds + fees) || null);
  return [
    { key: 'captured', kind: 'bars', color: 'soft-s1', values: buckets.map(({ captured }) => captured) },
    { key: 'away', kind: 'bars', color: 'loss', values: away },
    { key: 'net', kind: 'line', color: 's1', values: buckets.map(({ net }) => net) },
  ];
}

type Sums = Pick<MoneyBucket, 'captured' | 'refunds' | 'fees' | 'net'>;

function entries(sums: Sums, text: (value: number) => string): LegendEntry[] {
  return [
    { key: 'soft-s1', label: 'Captured', value: text(sums.captured) },
    { key: 'loss', label: 'Refunds and fees', value: text(-sums.refunds - sums.fees) },
    { key: 's1 line', label: 'Net', value: text(sums.net) },
  ];
}

function sumOf(buckets: readonly MoneyBucket[]): Sums {
  const sum = (of: (bucket: MoneyBucket) => number): number =>
    Math.round(buckets.reduce((total, bucket) => total + of(bucket), 0) * 1000) / 1000;
  return {
    captured: sum((b) => b.captured),
    refunds: sum((b) => b.refunds),
    fees: sum((b) => b.fees),
    net: sum((b) => b.net),
  };
}

function spoken(
  bucket: MoneyBucket | undefined,
  name: (b: MoneyBucket) => string,
  text: (v: number) => string,
): string {
  return bucket ? `${name(bucket)}: net ${text(bucket.net)}, captured ${text(bucket.captured)}` : '';
}

function openBucket(bucket: MoneyBucket | undefined, open: (path: string) => void): void {
  if (bucket) open(bucket.explain);
}
