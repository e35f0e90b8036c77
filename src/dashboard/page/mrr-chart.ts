import { chartCard, type LegendEntry } from './chart-card.js';
import type { MrrPoint, Screen } from './screen.js';
import { timeChart, type Line } from './time-chart.js';
import { bucketName, count, money } from './words.js';

/** MRR at the end of each bucket, and what of it is already cancelled. */
export function drawMrr(figure: HTMLElement, screen: Screen, open: (path: string) => void): { destroy: () => void } {
  const { mrr: points, currency, period } = screen;
  const name = (point: MrrPoint): string => bucketName(point, period.granularity);
  const text = (value: number): string => money(value, currency);
  const openAt = (index: number): void => {
    const point = points[index];
    if (point) open(point.explain);
  };
  const [first, last] = [points[0], points.at(-1)];
  const card = chartCard(
    figure,
    {
      title: 'MRR',
      definition: 'What running subscriptions are worth in a month. Committed leaves out what is already cancelled.',
      summary: first && last ? `MRR went from ${text(first.mrr)} to ${text(last.mrr)}.` : 'There is no MRR yet.',
    },
    {
      head: ['Period', 'MRR', 'Committed', 'Customers'],
      rows: points.map((one) => [name(one), text(one.mrr), text(one.committed), count(one.active_customers)]),
      open: openAt,
    },
  );
  const show = (index: number | null): void => {
    const point = (index === null ? undefined : points[index]) ?? last;
    card.showLegend(point ? (index === null ? 'Now' : name(point)) : '', point ? entries(point, text) : []);
  };
  show(null);
  return timeChart(card.plot, {
    buckets: points,
    lines: linesOf(points),
    describe: (index) => {
      const point = points[index];
      return point ? `${name(point)}: MRR ${text(point.mrr)}, ${count(point.active_customers)} customers` : '';
    },
    onPoint: show,
    open: openAt,
    xName: (index) => (points[index] ? (name(points[index]).split(' – ').at(-1) ?? '') : ''),
  });
}

function linesOf(points: readonly MrrPoint[]): Line[] {
  return [
    { key: 'committed', kind: 'dashed', color: 's2', values: points.map(({ committed }) => committed) },
    { key: 'mrr', kind: 'line', color: 's1', values: points.map(({ mrr }) => mrr) },
  ];
}

function entries(point: MrrPoint, text: (value: number) => string): LegendEntry[] {
  return [
    { key: 's1 line', label: 'MRR', value: text(point.mrr) },
    { key: 's2 line', label: 'Committed', value: text(point.committed) },
    { key: 'none', label: 'Customers', value: count(point.active_customers) },
  ];
}
