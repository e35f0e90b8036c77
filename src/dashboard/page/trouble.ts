import { byId, el } from './dom.js';
import { get } from './requests.js';
import { count } from './words.js';

/** An entry of the answer of `/admin/data/trouble`. */
interface Stuck {
  readonly kind: 'event' | 'call' | 'endpoint';
  readonly state: string;
  readonly count: number;
  readonly href: string;
}

const WORDS = {
  event: ['event of the provider was given up', 'events of the provider were given up'],
  call: ['call to the provider has no end', 'calls to the provider have no end'],
  endpoint: ['endpoint is told of nothing', 'endpoints are told of nothing'],
} as const;

/** A line for each sort of thing that will not go on until somebody looks, with the way to it. */
export async function drawTrouble(): Promise<void> {
  const found = await get<Stuck[]>('/admin/data/trouble').catch(() => undefined);
  // Not known is not none: what was shown stays.
  if (found) byId('trouble').replaceChildren(...found.map(line));
}

function line({ kind, state, count: many, href }: Stuck): HTMLElement {
  const [one, several] = WORDS[kind];
  const words = `${count(many)} ${many === 1 ? one : several} (${state}).`;
  return el('p', { class: 'strip warn' }, words, el('a', { href }, 'Look'));
}
