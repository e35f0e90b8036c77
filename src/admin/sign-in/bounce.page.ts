import { html } from './html.js';

/** Asks the browser to make the same request from our own origin, so that the cookie comes along. */
export function bounce(path: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Revenue Engine</title>
        <meta http-equiv="refresh" content="0;url=${path}" />
        <link rel="icon" type="image/svg+xml" href="/admin/page/mark.svg" />
        <link rel="stylesheet" href="/admin/page/tokens.css" />
      </head>
      <body>
        <main>
          <h1><a href="${path}">Continue</a></h1>
        </main>
      </body>
    </html>`.text;
}
