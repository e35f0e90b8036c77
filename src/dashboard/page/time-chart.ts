import uPlot from 'uplot';
import { say } from './dom.js';
import type { Bucket } from './screen.js';
import { compact } from './words.js';

export interface Line {
  readonly key: string;
  readonly kind: 'bars' | 'line' | 'dashed';
  readonly color: string;
  readonly values: readonly (number | null)[];
}

export interface TimeChart {
  readonly buckets: readonly Bucket[];
  readonly lines: readonly Line[];
  readonly describe: (index: number) => string;
  readonly onPoint: (index: number | null) => void;
  readonly open: (index: number) => void;
  readonly xName: (index: number) => string;
}

const shared = uPlot.sync('time');

/** A chart along time. Arrow keys walk over the points and say them; Enter or a click opens the evidence. */
export function timeChart(into: HTMLElement, chart: TimeChart): { destroy: () => void } {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const height = innerWidth < 640 ? 220 : 260;
  const plot = new uPlot(
    {
      width: into.clientWidth,
      height,
      legend: { show: false },
      scales: { x: { time: false, range: (_plot, low, high) => [low - 0.5, high + 0.5] }, y: { range: withZero } },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 }, sync: { key: shared.key } },
      axes: [xAxis(chart, color), yAxis(color)],
      series: [{}, ...chart.lines.map((line) => seriesOf(line, chart.buckets, color))],
      hooks: { setCursor: [(at) => chart.onPoint(at.cursor.idx ?? null)] },
    },
    [chart.buckets.map((_, index) => index), ...chart.lines.map(({ values }) => [...values])] as uPlot.AlignedData,
    into,
  );
  const resize = new ResizeObserver(() => into.clientWidth > 0 && plot.setSize({ width: into.clientWidth, height }));
  resize.observe(into);
  plot.over.addEventListener('click', () => plot.cursor.idx != null && chart.open(plot.cursor.idx));
  walk(into, plot, chart);
  return {
    destroy: () => {
      resize.disconnect();
      plot.destroy();
    },
  };
}

function walk(into: HTMLElement, plot: uPlot, { buckets, describe, open }: TimeChart): void {
  into.tabIndex = 0;
  into.setAttribute('role', 'group');
  into.setAttribute('aria-label', 'Chart. Arrow keys walk over the points, Enter opens the evidence.');
  into.onkeydown = (event) => {
    const last = buckets.length - 1;
    const at = plot.cursor.idx ?? last + 1;
    const moves: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    const to = moves[event.key];
    if (event.key === 'Enter' && plot.cursor.idx != null) return open(plot.cursor.idx);
    if (to === undefined) return undefined;
    event.preventDefault();
    const index = Math.max(0, Math.min(last, to));
    plot.setCursor({ left: plot.valToPos(index, 'x'), top: 10 });
    return say(describe(index));
  };
}

function seriesOf(
  { kind, color: name, key }: Line,
  buckets: readonly Bucket[],
  color: (name: string) => string,
): uPlot.Series {
  const stroke = color(name);
  if (kind !== 'bars') {
    return {
      label: key,
      stroke,
      width: 2,
      ...(kind === 'dashed' ? { dash: [5, 4] } : {}),
      points: { show: buckets.length < 2 },
    };
  }
  // A bucket that still runs is drawn lighter.
  const fills = buckets.map(({ complete }) => (complete ? stroke : `${stroke}66`));
  const paths = uPlot.paths.bars?.({
    size: [0.6, 40],
    disp: { fill: { unit: 3, values: () => fills }, stroke: { unit: 3, values: () => fills } },
  });
  return { label: key, stroke, fill: stroke, width: 0, points: { show: false }, ...(paths ? { paths } : {}) };
}

function xAxis({ buckets, xName }: TimeChart, color: (name: string) => string): uPlot.Axis {
  return {
    stroke: color('muted'),
    font: FONT,
    size: 34,
    gap: 10,
    space: 64,
    grid: { show: false },
    ticks: { show: false },
    incrs: [1, 2, 3, 4, 6, 7, 12, 14, 26, 28, 52, 91, 182, 365],
    values: (_plot, places) => places.map((at) => (Number.isInteger(at) && buckets[at] ? xName(at) : '')),
  };
}

function yAxis(color: (name: string) => string): uPlot.Axis {
  return {
    stroke: color('muted'),
    font: FONT,
    size: 48,
    space: 44,
    grid: { stroke: color('line'), width: 1 },
    ticks: { show: false },
    values: (_plot, values) => values.map((value) => compact(value)),
  };
}

const FONT = '12px system-ui, sans-serif';

/** Bars and amounts start at zero, always. */
function withZero(_plot: uPlot, low: number, high: number): uPlot.Range.MinMax {
  const [bottom, top] = [Math.min(0, low ?? 0), Math.max(0, high ?? 0)];
  if (bottom === top) return [0, 1];
  const room = (top - bottom) * 0.08;
  return [bottom === 0 ? 0 : bottom - room, top === 0 ? 0 : top + room];
}
