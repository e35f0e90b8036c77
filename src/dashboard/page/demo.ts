import { byId, el } from './dom.js';
import { get } from './requests.js';
import { count, money } from './words.js';

/** How far the demo business has come. */
interface Demo {
  readonly state: 'none' | 'running' | 'stopped' | 'done';
  readonly month: string | null;
  readonly progress: number;
  readonly events: number;
  readonly customers: number;
  readonly mrr: number | null;
  readonly currency: string | null;
  readonly seed: string | null;
}

/** Progress of the demo, while it runs. Where there is none the strip stays away. */
export async function drawDemo(csrf: string): Promise<void> {
  const strip = byId('demo');
  const demo = await get<Demo>('/admin/data/demo').catch(() => undefined);
  strip.hidden = !demo || demo.state !== 'running';
  if (!demo || strip.hidden) return;

  const stop = el('button', { type: 'button', class: 'quiet' }, 'Stop');
  stop.addEventListener('click', () => {
    stop.disabled = true;
    void fetch('/admin/data/demo', { method: 'DELETE', headers: { 'x-csrf-token': csrf } }).then(() => drawDemo(csrf));
  });
  strip.replaceChildren(
    el('strong', {}, 'A demo business is growing'),
    el('progress', { max: 1, value: demo.progress, 'aria-label': 'Progress of the demo' }),
    el('span', {}, facts(demo)),
    stop,
  );
}

function facts({ month, events, customers, mrr, currency, seed }: Demo): string {
  return [
    month,
    `${count(events)} events`,
    `${count(customers)} customers`,
    mrr !== null && currency ? `MRR ${money(mrr, currency)}` : null,
    seed ? `seed ${seed}` : null,
  ]
    .filter(Boolean)
    .join(' · ');
}
