import { createHash } from 'node:crypto';
import { digitsOf } from '../../../../kernel/currency.js';
import { STYLE } from './style.js';

/** Text that is already HTML; everything else is escaped where it is put in. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

/** A template whose values are escaped unless they are HTML themselves. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, next, index) => text + shown(parts[index - 1]) + next));
}

function shown(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(shown).join('');
  return String(part).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'stripe-sandbox': 'local',
};

/** A whole page; every one of them says that nothing on it is real. */
export function page(title: string, body: Html, status = 200): Response {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} (sandbox)</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header class="strip">Local Stripe sandbox: no real money, no real cards.</header>
        <main>${body}</main>
      </body>
    </html>`;
  return new Response(document.text, { status, headers: HEADERS });
}

export function goTo(url: string): Response {
  return new Response(null, { status: 303, headers: { location: url, 'cache-control': 'no-store' } });
}

export function nothingHere(): Response {
  const body = html`<h1>Nothing here</h1>
    <p>This page does not exist, or no longer does.</p>`;
  return page('Nothing here', body, 404);
}

/** `$19.00`, `¥1,900`, `KD 1.900`: minor units as people read them. */
export function money(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const format = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat('en', format).format(minor / 10 ** digits);
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

export function day(seconds: number): string {
  return DAY.format(new Date(seconds * 1000));
}
