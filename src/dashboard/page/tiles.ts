import { el, svg } from './dom.js';
import type { Screen, Tile } from './screen.js';
import { sparkline } from './sparkline.js';
import { bare, because, change, count, figure, span, tone } from './words.js';

const WORDS = { good: 'up', bad: 'down', same: '' };

/** The key figures: value, change in words, how it went, and what it means. Each opens its evidence. */
export function drawTiles(into: HTMLElement, screen: Screen, open: (path: string) => void): void {
  into.replaceChildren(...screen.tiles.map((tile) => card(tile, screen, open)));
}

export function drawTileSkeletons(into: HTMLElement): void {
  into.replaceChildren(
    ...Array.from({ length: 4 }, () => el('div', { class: 'card tile waiting', 'aria-hidden': true })),
  );
}

function card(tile: Tile, screen: Screen, open: (path: string) => void): HTMLElement {
  const definition = `${tile.id}-definition`;
  const button = el(
    'button',
    { type: 'button', class: 'opens', 'aria-describedby': definition, 'data-tile': tile.id, title: tile.definition },
    tile.label,
  );
  button.addEventListener('click', () => open(tile.explain));
  const article = el(
    'article',
    { class: 'card tile' },
    el('h2', {}, button),
    value(tile, screen.currency),
    movement(tile, screen),
    line(tile),
    el('dl', {}, ...tile.beneath.flatMap((one) => beneath(one, screen.currency))),
    el('p', { class: 'definition', id: definition }, tile.definition),
  );
  return article;
}

function value(tile: Tile, currency: string): HTMLElement {
  if (tile.value === null) {
    return el('p', { class: 'value none' }, '–', el('span', { class: 'unit' }, because(tile.reason)));
  }
  if (tile.unit === 'count') return el('p', { class: 'value' }, count(tile.value));
  return el(
    'p',
    { class: 'value' },
    bare(tile.value, currency),
    ' ',
    el('span', { class: 'unit' }, currency.toUpperCase()),
  );
}

function movement(tile: Tile, { currency, period: { compared } }: Screen): HTMLElement {
  const kind = tone(tile.change.absolute);
  return el(
    'p',
    { class: 'change' },
    el('span', { class: kind }, `${WORDS[kind]} ${change(tile, currency)}`.trim()),
    tile.change.absolute === null ? null : ` against ${span(compared.from, compared.to)}`,
  );
}

function line(tile: Tile): SVGSVGElement {
  const path = sparkline(
    tile.sparkline.map((point) => point.value),
    240,
    32,
  );
  return svg(
    'svg',
    { class: 'spark', viewBox: '0 0 240 32', preserveAspectRatio: 'none', 'aria-hidden': true },
    svg('path', { d: path, 'vector-effect': 'non-scaling-stroke' }),
  );
}

function beneath({ label, value: amount, unit }: Tile['beneath'][number], currency: string): HTMLElement[] {
  return [el('div', {}, el('dt', {}, label), el('dd', {}, figure(amount, unit, currency)))];
}
