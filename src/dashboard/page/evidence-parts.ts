import { el } from './dom.js';
import { instant, money, plain, signed } from './words.js';

export type Open = (path: string) => void;

export interface Level {
  readonly title: string;
  readonly parts: readonly HTMLElement[];
}

type Shown = Node | string;

export function facts(rows: readonly (readonly [string, Shown | null | undefined])[]): HTMLElement {
  const known = rows.filter((row): row is [string, Shown] => row[1] !== null && row[1] !== undefined && row[1] !== '');
  return el('dl', {}, ...known.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

export function section(title: string, ...parts: readonly HTMLElement[]): HTMLElement {
  return el('section', {}, el('h3', {}, title), ...parts);
}

export interface Cell {
  readonly shown: Shown;
  readonly right?: boolean;
}

export function table(head: readonly string[], rows: readonly (readonly Cell[])[], label: string): HTMLElement {
  const right = (column: number): string => (rows[0]?.[column]?.right ? 'right' : '');
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...head.map((name, at) => el('th', { scope: 'col', class: right(at) }, name)))),
      el(
        'tbody',
        {},
        ...rows.map((row) =>
          el('tr', {}, ...row.map((cell) => el('td', { class: cell.right ? 'right' : '' }, cell.shown))),
        ),
      ),
    ),
  );
}

/** A button that leads to the next level; plain text where there is none. */
export function step(text: string, path: string | null, open: Open): Shown {
  if (!path) return text;
  const button = el('button', { type: 'button', class: 'opens' }, text);
  button.addEventListener('click', () => open(path));
  return button;
}

/** A record of the back office. */
export function record(resource: string, id: string | null | undefined, text?: string): Shown | null {
  return id ? el('a', { href: `/admin/resources/${resource}/records/${id}/show` }, text ?? id.slice(-8)) : null;
}

/** The id at the end of an API path: `/api/v1/webhooks/inbox/<id>`. */
export function idIn(path: string | null): string | null {
  return /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path ?? '')?.[0] ?? null;
}

interface OfPlan {
  readonly plan_id: string | null;
  readonly plan_name: string | null;
}

/** What a person calls it, and in small print what the provider does. */
export function named(shown: Shown, { plan_id: id, plan_name: name }: OfPlan): Shown {
  return id && name !== id ? el('span', {}, shown, el('code', { class: 'small-print' }, id)) : shown;
}

export function time(at: string): HTMLElement {
  return el('time', { datetime: at, title: at }, instant(at));
}

export function sum(value: number | null, currency: string | null): string {
  if (value === null) return '–';
  return currency ? money(value, currency) : plain(value);
}

export function difference(value: number, currency: string): string {
  return signed(money(value, currency), value);
}

export function words(name: string): string {
  const text = name
    .replaceAll('_', ' ')
    .replace(/\bmrr\b/gi, 'MRR')
    .replace(/\barr\b/gi, 'ARR');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
