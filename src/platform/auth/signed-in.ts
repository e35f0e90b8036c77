/** Who a request under `/admin` comes from. */
export interface SignedIn {
  /** The session's row, by hash: never the cookie's value. */
  readonly session: string;
  /** Absent while the installation has no owner: the one-time link signs in as it is. */
  readonly adminId: string | null;
  readonly email: string | null;
  readonly roles: readonly string[];
  /** What the browser sends back with everything that is not a GET. */
  readonly csrf: string;
}

const known = new WeakMap<object, SignedIn>();

/** Set by the gate before `/admin`; a route with `@Session()` is refused without it. */
export function rememberSignedIn(request: object, person: SignedIn): void {
  known.set(request, person);
}

/** @param request Fastify's request, as Nest hands it to guards and controllers */
export function signedInOf(request: object): SignedIn | undefined {
  return known.get(request);
}
