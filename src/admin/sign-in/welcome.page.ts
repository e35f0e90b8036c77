import { frame, type Surroundings } from './frame.js';
import { html, type Html } from './html.js';

export interface WelcomeFacts {
  readonly csrf: string;
  readonly hasOwner: boolean;
  readonly demo: boolean;
  readonly docs: boolean;
}

/** The first page a person sees. Making an owner is offered, not demanded. */
export function welcomePage({ csrf, hasOwner, demo, docs }: WelcomeFacts, surroundings: Surroundings): string {
  return frame(
    'Welcome',
    surroundings,
    html`<h1>Welcome</h1>
      <p class="hint">You are signed in on this machine. What would you like to see?</p>
      <nav class="doors" aria-label="Where to begin">
        ${door(
          '/admin/revenue',
          demo ? 'Watch the demo business' : 'Open the dashboard',
          demo
            ? 'A made-up software company grows through the real pipeline: sign-ups, renewals, failed cards, refunds.'
            : 'Every figure opens down to the event that caused it.',
        )}
        ${door('/admin/resources/webhooks_inbox', 'See what came in', 'Each event of the provider, as it arrived and what became of it.')}
        ${docs ? door('/docs', 'Use the API', 'A test key was printed when the program started. It is shown once; send it as a Bearer token.') : ''}
      </nav>
      ${hasOwner ? '' : ownerForm(csrf)}`,
  );
}

function door(href: string, title: string, text: string): Html {
  return html`<a class="door" href="${href}"><strong>${title}</strong><span>${text}</span></a>`;
}

function ownerForm(csrf: string): Html {
  return html`<section aria-labelledby="owner">
    <h2 id="owner">Create an owner, when you like</h2>
    <p class="hint">
      Until there is one, only the link printed at start lets anybody in. Afterwards no link is printed any more.
    </p>
    <form data-post="/admin/owner" data-csrf="${csrf}" data-to="/admin">
      <label>E-mail<input name="email" type="email" autocomplete="username" required /></label>
      <label
        >Password<input
          name="password"
          type="password"
          autocomplete="new-password"
          minlength="12"
          maxlength="128"
          required
      /></label>
      <p class="fault" role="alert" hidden></p>
      <button type="submit">Create owner</button>
    </form>
  </section>`;
}
