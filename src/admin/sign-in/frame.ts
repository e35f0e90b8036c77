import type { Theme } from '../cookies.js';
import type { Banner } from '../../platform/auth/shell.js';
import { html, type Html } from './html.js';

export interface Surroundings {
  readonly theme: Theme;
  /** The strip above the page; nothing when real money moves. */
  readonly banner: Banner | undefined;
}

/** The page around a small form. */
export function frame(title: string, { theme, banner }: Surroundings, body: Html): string {
  return html`<!doctype html>
    <html lang="en" data-theme="${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Revenue Engine</title>
        <link rel="icon" type="image/svg+xml" href="/admin/page/mark.svg" />
        <link rel="stylesheet" href="/admin/page/tokens.css" />
        <link rel="stylesheet" href="/admin/page/sign-in.css" />
        <script type="module" src="/admin/page/sign-in.js"></script>
      </head>
      <body>
        ${banner ? html`<aside class="banner ${banner.kind}" aria-label="Mode">${banner.text}</aside>` : ''}
        <main>
          <p class="brand"><img src="/admin/page/mark.svg" alt="" width="28" height="28" />Revenue Engine</p>
          ${body}
        </main>
      </body>
    </html>`.text;
}
