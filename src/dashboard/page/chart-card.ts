import { el } from './dom.js';

export interface LegendEntry {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

export interface CardText {
  readonly title: string;
  readonly definition: string;
  /** What the picture shows, in a sentence. */
  readonly summary: string;
}

export interface TableText {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly open: (row: number) => void;
}

export interface CardParts {
  readonly plot: HTMLElement;
  readonly legend: HTMLElement;
  showLegend(title: string, entries: readonly LegendEntry[]): void;
}

/** The frame of a chart: title, one line of definition, legend with values, the picture, and the same rows as a table. */
export function chartCard(figure: HTMLElement, text: CardText, table: TableText): CardParts {
  const unfolded = figure.dataset['view'] === 'table';
  const plot = el('div', { class: 'plot', hidden: unfolded });
  const legend = el('div', { class: 'legend' });
  const rows = el('div', { class: 'scroll', tabindex: 0, hidden: !unfolded, role: 'region', 'aria-label': text.title });
  rows.append(tableOf(table));
  const toggle = el('button', { type: 'button', class: 'quiet' }, unfolded ? 'Chart' : 'Table');
  toggle.addEventListener('click', () => {
    const asTable = figure.dataset['view'] !== 'table';
    figure.dataset['view'] = asTable ? 'table' : 'chart';
    plot.hidden = asTable;
    rows.hidden = !asTable;
    toggle.textContent = asTable ? 'Chart' : 'Table';
  });
  const head = el(
    'figcaption',
    {},
    el('div', {}, el('h2', {}, text.title), el('p', { class: 'definition' }, text.definition)),
    toggle,
  );
  figure.replaceChildren(head, legend, plot, rows, el('p', { class: 'hidden' }, text.summary));
  figure.classList.remove('waiting');
  return { plot, legend, showLegend: (title, entries) => legend.replaceChildren(...legendOf(title, entries)) };
}

function legendOf(title: string, entries: readonly LegendEntry[]): HTMLElement[] {
  return [
    el('span', { class: 'when' }, title),
    ...entries.map(({ key, label, value }) =>
      el('span', { class: 'entry' }, el('i', { class: `swatch ${key}` }), `${label} `, el('b', {}, value)),
    ),
  ];
}

function tableOf({ head, rows, open }: TableText): HTMLElement {
  return el(
    'table',
    {},
    el(
      'thead',
      {},
      el('tr', {}, ...head.map((name, index) => el('th', { scope: 'col', class: index ? 'right' : '' }, name))),
    ),
    el(
      'tbody',
      {},
      ...rows.map((cells, row) => el('tr', {}, ...cells.map((text, column) => cell(text, column, () => open(row))))),
    ),
  );
}

function cell(text: string, column: number, open: () => void): HTMLElement {
  if (column > 0) return el('td', { class: 'right' }, text);
  const button = el('button', { type: 'button', class: 'opens' }, text);
  button.addEventListener('click', open);
  return el('th', { scope: 'row' }, button);
}
