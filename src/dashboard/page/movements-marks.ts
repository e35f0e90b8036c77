import { labelled, linear, slots, ticks } from './scale.js';
import type { BridgeBar } from './screen.js';

export const KINDS = ['new', 'reactivation', 'expansion', 'contraction', 'churn', 'fx'] as const;
export type Kind = (typeof KINDS)[number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Mark {
  readonly kind: Kind | 'start' | 'end';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly value: number;
  /** Place of its bar in the model; -1 is the whole range. */
  readonly bar: number;
}

/** `row` 1 stands lower, where one row would not hold them all. */
export interface Label {
  readonly x: number;
  readonly text: string;
  readonly row: 0 | 1;
}

export interface Drawing {
  readonly marks: readonly Mark[];
  readonly grid: readonly { readonly y: number; readonly value: number }[];
  readonly labels: readonly Label[];
  readonly zero: number;
}

const PAD = { top: 8, right: 4, bottom: 36, left: 44 };
const ROOM = 64;

/** Bars over time: gains stacked upwards from zero, losses downwards. Their sum is the change of the month. */
export function stacked(bars: readonly BridgeBar[], size: Size, name: (bar: BridgeBar) => string): Drawing {
  const ups = bars.map((bar) => sum(KINDS.map((kind) => Math.max(0, bar[kind]))));
  const downs = bars.map((bar) => sum(KINDS.map((kind) => Math.min(0, bar[kind]))));
  const { grid, y, zero } = vertical(Math.min(0, ...downs), Math.max(0, ...ups), size);
  const places = slots(bars.length, [PAD.left, size.width - PAD.right]);
  const marks = bars.flatMap((bar, index) => stack(bar, index, places[index] ?? { x: 0, width: 0 }, y));
  return { marks, grid, zero, labels: under(bars.map(name), places, size) };
}

/** From the start of the range to its end, each kind one step; the last step lands on the end. */
export function waterfall(bars: readonly BridgeBar[], size: Size, names: Record<Mark['kind'], string>): Drawing {
  const start = bars[0]?.start ?? 0;
  const end = bars.at(-1)?.end ?? 0;
  const steps = KINDS.map((kind) => ({ kind, value: sum(bars.map((bar) => bar[kind])) })).filter(
    ({ value }) => value !== 0,
  );
  const levels = [start];
  for (const { value } of steps) levels.push((levels.at(-1) ?? 0) + value);
  const { grid, y, zero } = vertical(Math.min(0, ...levels), Math.max(0, end, ...levels), size);
  const places = slots(steps.length + 2, [PAD.left, size.width - PAD.right], 0.25);
  const column = (index: number, kind: Mark['kind'], from: number, to: number, value: number): Mark => ({
    ...spanned(y(from), y(to)),
    x: places[index]?.x ?? 0,
    width: places[index]?.width ?? 0,
    kind,
    value,
    bar: -1,
  });
  const marks = [
    column(0, 'start', 0, start, start),
    ...steps.map(({ kind, value }, index) =>
      column(index + 1, kind, levels[index] ?? 0, levels[index + 1] ?? 0, value),
    ),
    column(steps.length + 1, 'end', 0, end, end),
  ];
  return {
    marks,
    grid,
    zero,
    labels: staggered(marks, size, names),
  };
}

function stack(
  bar: BridgeBar,
  index: number,
  { x, width }: { x: number; width: number },
  y: (value: number) => number,
): Mark[] {
  let [up, down] = [0, 0];
  return KINDS.filter((kind) => bar[kind] !== 0).map((kind) => {
    const value = bar[kind];
    const from = value > 0 ? up : down;
    if (value > 0) up += value;
    else down += value;
    return { kind, x, width, value, bar: index, ...spanned(y(from), y(from + value)) };
  });
}

/** A pixel at least, so that nothing that happened is invisible. */
function spanned(a: number, b: number): { y: number; height: number } {
  return { y: Math.min(a, b), height: Math.max(1, Math.abs(a - b)) };
}

function vertical(low: number, high: number, { height }: Size) {
  const values = ticks(low, high, height < 200 ? 3 : 4);
  const y = linear([values[0] ?? 0, values.at(-1) ?? 1], [height - PAD.bottom, PAD.top]);
  return { y, zero: y(0), grid: values.map((value) => ({ y: y(value), value })) };
}

function under(names: readonly string[], places: readonly { x: number; width: number }[], { width }: Size) {
  const shown = labelled(names.length, width - PAD.left - PAD.right, 64);
  return places.flatMap(({ x, width: w }, bar) =>
    shown.has(bar) ? [{ x: x + w / 2, text: names[bar] ?? '', row: 0 as const }] : [],
  );
}

function staggered(marks: readonly Mark[], { width }: Size, names: Record<Mark['kind'], string>): Label[] {
  const tight = width / marks.length < ROOM;
  return marks.map(({ x, width: w, kind }, at) => ({
    x: x + w / 2,
    text: names[kind],
    row: tight && at % 2 === 1 ? 1 : 0,
  }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
