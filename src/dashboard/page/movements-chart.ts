import { chartCard } from './chart-card.js';
import { el, svg } from './dom.js';
import { KINDS, stacked, waterfall, type Drawing, type Kind, type Mark } from './movements-marks.js';
import type { BridgeBar, Screen } from './screen.js';
import { compact, money, month, signed } from './words.js';

const NAMES: Record<Mark['kind'], string> = {
  start: 'Start',
  new: 'New',
  reactivation: 'Back',
  expansion: 'Expansion',
  contraction: 'Contraction',
  churn: 'Churn',
  fx: 'FX',
  end: 'End',
};

/** Why MRR moved: the whole range as steps, and month by month. */
export function drawMovements(
  figure: HTMLElement,
  screen: Screen,
  open: (path: string) => void,
): { destroy: () => void } {
  const { bridge: bars, currency } = screen;
  const text = (value: number): string => money(value, currency);
  const [first, last] = [bars[0], bars.at(-1)];
  const card = chartCard(
    figure,
    {
      title: 'Movements',
      definition: 'Start, plus what was won, less what was lost, is the end. To the cent.',
      summary: first && last ? `From ${text(first.start)} to ${text(last.end)}.` : 'Nothing has moved yet.',
    },
    {
      head: ['Month', 'Start', ...KINDS.map((kind) => NAMES[kind]), 'End'],
      rows: bars.map((bar) => [month(bar.from), ...[bar.start, ...KINDS.map((kind) => bar[kind]), bar.end].map(text)]),
      open: (row) => openBar(bars[row], open),
    },
  );
  card.showLegend(
    'Whole range',
    KINDS.map((kind) => ({ kind, value: sum(bars, kind) }))
      .filter(({ value }) => value !== 0)
      .map(({ kind, value }) => ({ key: kind, label: NAMES[kind], value: signed(text(value), value) })),
  );
  card.plot.classList.add('pair');
  const draw = (): void => drawPair(card.plot, screen, open);
  draw();
  const resize = new ResizeObserver(draw);
  resize.observe(card.plot);
  return { destroy: () => resize.disconnect() };
}

/** The steps of the whole range, and beside them the months, where there is room and more than one. */
function drawPair(plot: HTMLElement, { bridge: bars, currency }: Screen, open: (path: string) => void): void {
  const width = plot.clientWidth;
  if (width === 0) return;
  const narrow = width < 640 || bars.length < 2;
  const height = innerWidth < 640 ? 220 : 260;
  const left = { width: narrow ? width : Math.round(width * 0.45), height };
  const right = { width: narrow ? width : Math.round(width * 0.55) - 16, height };
  const describe = ({ kind, value }: Mark): string => `${NAMES[kind]}: ${signed(money(value, currency), value)}`;
  const steps = picture(waterfall(bars, left, NAMES), left, (mark) => ({
    label: describe(mark),
    open: () => openBar(mark.kind === 'start' ? bars[0] : bars.at(-1), open),
  }));
  const drawing = stacked(bars, right, (bar) => month(bar.from));
  const months = picture(drawing, right, (mark) => ({
    label: `${month(bars[mark.bar]?.from ?? '')}. ${describe(mark)}`,
    open: () => openBar(bars[mark.bar], open),
  }));
  plot.replaceChildren(steps, ...(bars.length < 2 ? [] : [months]));
}

interface Act {
  readonly label: string;
  readonly open: () => void;
}

function picture(
  drawing: Drawing,
  { width, height }: { width: number; height: number },
  act: (mark: Mark) => Act,
): SVGElement {
  const grid = drawing.grid.map(({ y, value }) => [
    svg('line', { class: value === 0 ? 'zero' : 'rule', x1: 44, x2: width, y1: y, y2: y }),
    svg('text', { class: 'tick', x: 38, y: y + 4, 'text-anchor': 'end' }, compact(value)),
  ]);
  const labels = drawing.labels.map(({ x, text, row }) =>
    svg('text', { class: 'tick', x, y: height - (row === 0 ? 20 : 4), 'text-anchor': 'middle' }, text),
  );
  return svg(
    'svg',
    {
      class: 'bars',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'group',
      'aria-label': 'Movements of MRR',
    },
    hatching(),
    ...grid.flat(),
    ...labels,
    ...drawing.marks.map((mark) => bar(mark, act(mark))),
  );
}

function bar(mark: Mark, { label, open }: Act): SVGElement {
  const { x, y, width, height, kind } = mark;
  const part = svg(
    'g',
    { class: `mark ${kind}`, role: 'button', tabindex: 0, 'aria-label': label },
    svg('title', {}, label),
    svg('rect', { x, y, width, height }),
    kind === 'churn' || kind === 'contraction'
      ? svg('rect', { class: 'hatch', x, y, width, height, fill: 'url(#hatch)' })
      : null,
  );
  part.addEventListener('click', open);
  part.addEventListener('keydown', ({ key }) => (key === 'Enter' || key === ' ') && open());
  return part;
}

/** Losses are hatched as well as coloured. */
function hatching(): SVGElement {
  return svg(
    'defs',
    {},
    svg(
      'pattern',
      { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      svg('line', { class: 'stripe', x1: 0, y1: 0, x2: 0, y2: 6 }),
    ),
  );
}

function sum(bars: readonly BridgeBar[], kind: Kind): number {
  return Math.round(bars.reduce((total, bar) => total + bar[kind], 0) * 1000) / 1000;
}

function openBar(bar: BridgeBar | undefined, open: (path: string) => void): void {
  if (bar) open(bar.explain);
}

export function emptyChart(figure: HTMLElement, title: string, text: string): void {
  figure.classList.remove('waiting');
  figure.replaceChildren(el('figcaption', {}, el('h2', {}, title)), el('p', { class: 'nothing' }, text));
}
