import { parseForm } from '../form.js';
import { Params } from '../params.js';
import { StripeFault } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import { goTo, html, nothingHere, page } from './html.js';

/** Shows a page, or takes what was filled in. A text is an address to go to next. */
export type PageHandler = (unit: Unit, form: Params, id: string) => Promise<Response | string>;

export interface PageRoute {
  readonly method: 'GET' | 'POST';
  /** `/sandbox/checkout/{id}`; the id is what lets somebody in, as a session's address does at Stripe. */
  readonly path: string;
  readonly handle: PageHandler;
}

/** Answers for a person with a browser what the API answers for a program. */
export async function visit(
  routes: readonly PageRoute[],
  request: Request,
  act: (work: (unit: Unit) => Promise<Response | string>) => Promise<Response | string>,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const found = routes
    .map((route) => ({ route, match: patternOf(route.path).exec(pathname) }))
    .find(({ route, match }) => match && route.method === request.method);
  const id = found?.match?.[1];
  if (!found || id === undefined) return nothingHere();
  try {
    const form = new Params(request.method === 'POST' ? parseForm(await request.text()) : {});
    const answer = await act((unit) => found.route.handle(unit, form, decodeURIComponent(id)));
    return typeof answer === 'string' ? goTo(answer) : answer;
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return error.status === 404 ? nothingHere() : notPossible(error);
  }
}

function notPossible({ message, status }: StripeFault): Response {
  const body = html`<section>
    <h1>This is not possible</h1>
    <p>${message}</p>
  </section>`;
  return page('Not possible', body, status);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace('{id}', '([^/]+)')}$`);
}
