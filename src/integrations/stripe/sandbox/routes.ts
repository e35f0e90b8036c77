import type { Params } from './params.js';
import type { Unit } from './unit.js';

/** Answers one route. Ids of the path come in their order. The answer is not yet expanded. */
export type Handler = (unit: Unit, params: Params, ...ids: string[]) => Promise<object>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As the package has it: `/v1/invoices/{id}/pay`. */
  readonly path: string;
  readonly handle: Handler;
}

export function get(path: string, handle: Handler): Route {
  return { method: 'GET', path, handle };
}

export function post(path: string, handle: Handler): Route {
  return { method: 'POST', path, handle };
}

export function del(path: string, handle: Handler): Route {
  return { method: 'DELETE', path, handle };
}

/** Finds the route of a request; literal segments win over ids because they are listed first. */
export class RouteTable {
  private readonly routes: readonly (Route & { pattern: RegExp })[];

  constructor(routes: readonly Route[]) {
    this.routes = routes.map((route) => ({ ...route, pattern: patternOf(route.path) }));
  }

  match(method: string, path: string): { route: Route; ids: string[] } | undefined {
    for (const route of this.routes) {
      const found = route.method === method ? route.pattern.exec(path) : null;
      if (found) return { route, ids: found.slice(1).map(decodeURIComponent) };
    }
    return undefined;
  }
}

function patternOf(path: string): RegExp {
  // `search` is a route of its own at Stripe, never an id.
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '((?!search$)[^/]+)')}$`);
}
