import { asked, read, write, type Address } from './address.js';
import { drawControls } from './controls.js';
import { drawDemo } from './demo.js';
import { byId, el } from './dom.js';
import { drawFrame } from './frame.js';
import { Live } from './live.js';
import { Overview } from './overview.js';
import { Panel } from './panel.js';
import { Failed, get } from './requests.js';
import type { Screen } from './screen.js';
import { drawTrouble } from './trouble.js';

const csrf =
  (JSON.parse(document.querySelector<HTMLMetaElement>('meta[name=shell]')?.content ?? '{}') as { csrf?: string })
    .csrf ?? '';

const overview = new Overview((path) => go({ open: path }));
const panel = new Panel(
  (path) => go({ open: path }),
  () => go({ open: undefined }),
);

let loading = false;
let again = false;
let last: Screen | undefined;

/** Changes the address and then shows what it says; nothing is shown that is not in the address. */
function go(change: Partial<Address>): void {
  const next = { ...read(location.search), ...change };
  const search = write(next);
  if (search === location.search) return;
  history.pushState(null, '', location.pathname + search);
  follow();
}

function follow(): void {
  const address = read(location.search);
  drawControls(byId('controls'), address, go);
  void panel.show(address.open);
  void load();
}

/** One request at a time: what changes meanwhile is fetched once afterwards. */
async function load(): Promise<void> {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  const dimming = setTimeout(() => overview.dim(true), 300);
  try {
    const screen = await get<Screen>(`/admin/data/overview?${asked(read(location.search))}`);
    last = screen;
    overview.draw(screen);
  } catch (error) {
    failed(error);
  } finally {
    clearTimeout(dimming);
    overview.dim(false);
    loading = false;
  }
  void drawDemo(csrf);
  void drawTrouble();
  if (!again) return;
  again = false;
  await load();
}

function failed(error: unknown): void {
  if (last && !(error instanceof Failed)) return overview.stale(last.as_of);
  const text =
    error instanceof Failed
      ? `${error.message} (request ${error.requestId ?? error.status})`
      : 'The server did not answer.';
  const retry = el('button', { type: 'button', class: 'quiet' }, 'Try again');
  retry.addEventListener('click', () => void load());
  byId('notice').replaceChildren(el('p', { class: 'strip bad' }, `The figures could not be fetched. ${text} `, retry));
  return undefined;
}

drawFrame(() => overview.drawCharts());
overview.waiting();
addEventListener('popstate', follow);
follow();
new Live(() => void load()).start();
