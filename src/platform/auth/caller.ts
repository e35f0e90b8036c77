import type { ScopeName } from './access.js';

/** The key a request came with. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ScopeName[];
}

const known = new WeakMap<object, Caller>();

/** Set by the guard, once the key was found to live and to reach the route. */
export function rememberCaller(request: object, caller: Caller): void {
  known.set(request, caller);
}

/** @param request Fastify's request, as Nest hands it to guards and controllers */
export function callerOf(request: object): Caller | undefined {
  return known.get(request);
}
