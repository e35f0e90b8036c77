import { frame, type Surroundings } from './frame.js';
import { html, type Html } from './html.js';

/** How the first person gets in: by the link an embedded installation prints, elsewhere by a command. */
export type WayIn = 'link' | 'command';

/** @param to where to go afterwards: a path of our own */
export function signInPage(to: string, way: WayIn | undefined, surroundings: Surroundings): string {
  return frame(
    'Sign in',
    surroundings,
    html`<h1>Sign in</h1>
      ${way === undefined ? passwordForm(to) : NOBODY_YET[way]}`,
  );
}

const NOBODY_YET: Readonly<Record<WayIn, Html>> = {
  link: html`<p class="hint">
      Nobody has an account here yet. The program printed a link when it started: open it in a browser on that machine,
      within 15 minutes. A restart prints a new one.
    </p>
    <p class="hint">Whoever comes in by the link may create the owner, who signs in here with a password.</p>`,
  command: html`<p class="hint">
    Nobody has an account here yet. Whoever runs this installation makes the owner, who signs in here with a password:
    <code>npm run revenue -- admin create</code> with an e-mail address.
  </p>`,
};

function passwordForm(to: string): Html {
  return html`<form data-post="/admin/sign-in" data-to="${to}">
    <label>E-mail<input name="email" type="email" autocomplete="username" required /></label>
    <label>Password<input name="password" type="password" autocomplete="current-password" required /></label>
    <p class="fault" role="alert" hidden></p>
    <button type="submit">Sign in</button>
  </form>`;
}

/** Works without scripts: the button posts what stands in the page. */
export function linkPage(token: string, surroundings: Surroundings): string {
  return frame(
    'Sign in',
    surroundings,
    html`<h1>Sign in</h1>
      <p class="hint">
        You opened the link the program printed when it started. It lets one browser on this machine in, within 15
        minutes of the start. Only the button uses it up.
      </p>
      <form method="post" action="/admin/welcome">
        <input type="hidden" name="token" value="${token}" />
        <button type="submit">Sign in on this machine</button>
      </form>`,
  );
}

/** The link was used before, is too old, or was opened from another machine. */
export function deadLinkPage(surroundings: Surroundings): string {
  return frame(
    'This link no longer works',
    surroundings,
    html`<h1>This link no longer works</h1>
      <p class="hint">
        A sign-in link works once, within 15 minutes, in a browser on the machine that printed it. Start the program
        again for a new one, or sign in with your password.
      </p>
      <p><a class="door plain" href="/admin/sign-in">Sign in with a password</a></p>`,
  );
}
