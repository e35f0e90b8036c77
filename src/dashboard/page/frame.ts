import { byId, el } from './dom.js';
import { expectSignOut } from './requests.js';

interface Place {
  readonly group: string;
  readonly label: string;
  readonly href: string;
}

interface Shell {
  readonly banner?: { readonly kind: string; readonly text: string };
  readonly mode: string;
  readonly places: readonly Place[];
  readonly initials: string;
  readonly csrf: string;
}

const MODES: Record<string, string> = { 'local-sandbox': 'Sandbox', test: 'Test', live: 'Live' };
const THEMES = ['system', 'light', 'dark'] as const;

/** What stands around the figures, the same as in the back office. The server wrote it into the page. */
export function drawFrame(onTheme: () => void): void {
  const shell = JSON.parse(document.querySelector<HTMLMetaElement>('meta[name=shell]')?.content ?? '{}') as Shell;
  byId('banner').hidden = !shell.banner;
  byId('mode').textContent = MODES[shell.mode] ?? shell.mode;
  byId('mode').classList.add(shell.mode);
  byId('person').textContent = shell.initials;
  drawPlaces(shell.places);
  drawMenu();
  drawTheme(onTheme);
  byId('sign-out').addEventListener('click', () => void signOut(shell.csrf));
}

function drawPlaces(places: readonly Place[]): void {
  const groups = [...new Set(places.map(({ group }) => group))];
  const lists = groups.map((group) =>
    el(
      'div',
      { class: 'group' },
      el('h2', {}, group),
      el('ul', {}, ...places.filter((place) => place.group === group).map((place) => el('li', {}, link(place)))),
    ),
  );
  byId('places').append(...lists);
}

function link({ label, href }: Place): HTMLElement {
  return el('a', { href, 'aria-current': href === location.pathname ? 'page' : undefined }, label);
}

function drawMenu(): void {
  const [menu, places] = [byId('menu'), byId('places')];
  const show = (open: boolean): void => {
    places.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', String(open));
  };
  menu.addEventListener('click', () => show(!places.classList.contains('open')));
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && show(false));
  byId('main').addEventListener('click', () => show(false));
}

function drawTheme(onTheme: () => void): void {
  const button = byId('theme');
  const root = document.documentElement;
  const name = (): void => {
    button.textContent = `Theme: ${root.dataset['theme'] ?? 'system'}`;
  };
  name();
  button.addEventListener('click', () => {
    const now = THEMES.findIndex((theme) => theme === root.dataset['theme']);
    const next = THEMES[(now + 1) % THEMES.length] ?? 'system';
    root.dataset['theme'] = next;
    document.cookie = `rvn_theme=${next}; Path=/admin; Max-Age=31536000; SameSite=Strict`;
    name();
    onTheme();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onTheme);
}

async function signOut(csrf: string): Promise<void> {
  expectSignOut();
  await fetch('/admin/sign-out', { method: 'POST', headers: { 'x-csrf-token': csrf } });
  location.assign('/admin/sign-in');
}
