/** Where AdminJS puts the state of its screens into the page. A line break cannot occur inside JSON, so these are sure. */
const STATE = { from: 'window.REDUX_STATE = ', to: ';\n        window.THEME = ' };
const THEME = { from: 'window.THEME = ', to: ';\n        window.THEME_COMPONENTS' };

const INLINE = '<script>';
/** The state, and the line that starts the screen. */
const INLINE_SCRIPTS = 2;

export interface PageDress {
  readonly nonce: string;
  /** What the frame around the screens needs: banner, places, person, token. */
  readonly shell: object;
  /** `dark` and `light`; `system` leaves it to the style sheet. */
  readonly theme: string;
  readonly darkTheme: { readonly font?: string; readonly colors: object };
}

/** The page is not the one this was written for: better no page than one with scripts nobody knows. */
export class UnknownAdminPage extends Error {
  constructor(what: string) {
    super(`AdminJS' page has changed: ${what}.`);
    this.name = 'UnknownAdminPage';
  }
}

/**
 * AdminJS' page under our rules: its state escaped, its two inline scripts with the nonce of this answer, no font from
 * elsewhere, and the theme in place before the first paint. @throws UnknownAdminPage
 */
export function dressed(html: string, { nonce, shell, theme, darkTheme }: PageDress): string {
  const escaped = replaceBetween(html, STATE, escapedJson);
  const themed = replaceBetween(escaped, THEME, (light) => themeChoice(light, darkTheme, theme));
  const scripts = themed.split(INLINE).length - 1;
  if (scripts !== INLINE_SCRIPTS) throw new UnknownAdminPage(`${scripts} inline scripts instead of ${INLINE_SCRIPTS}`);
  return themed
    .replaceAll(INLINE, `<script nonce="${nonce}">`)
    .replace(/<link[^>]+fonts\.googleapis\.com[^>]*>/g, '')
    .replace('<html lang=en>', `<html lang="en" data-theme="${theme}">`)
    .replace('<div id="app" />', '<div id="app"></div>')
    .replace(
      '<meta charset="utf-8">',
      () => `<meta charset="utf-8">${FAVICON}<meta name="shell" content="${attribute(shell)}">`,
    )
    .replace(':root {\n        color-scheme: light;\n      }', '')
    .trimStart();
}

const FAVICON = '<link rel="icon" type="image/svg+xml" href="/admin/page/mark.svg">';

function attribute(value: object): string {
  return JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** JSON that is safe inside a script: it cannot end the script, nor the line. */
function escapedJson(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** The font is the dark theme's too: the design system takes one only whole, not as an override. */
function themeChoice(given: string, dark: PageDress['darkTheme'], theme: string): string {
  const light = escapedJson(JSON.stringify({ ...(JSON.parse(given) as object), font: dark.font }));
  const both = merged(light, escapedJson(JSON.stringify(dark)));
  if (theme === 'light') return light;
  return theme === 'dark' ? both : `matchMedia('(prefers-color-scheme: dark)').matches ? ${both} : ${light}`;
}

function merged(light: string, dark: string): string {
  return `((light, dark) => ({ ...light, ...dark, colors: { ...light.colors, ...dark.colors } }))(${light}, ${dark})`;
}

function replaceBetween(html: string, { from, to }: typeof STATE, change: (text: string) => string): string {
  const start = html.indexOf(from);
  const end = html.indexOf(to, start);
  if (start < 0 || end < 0) throw new UnknownAdminPage(`no ${from.trim()}`);
  const body = start + from.length;
  return html.slice(0, body) + change(html.slice(body, end)) + html.slice(end);
}
