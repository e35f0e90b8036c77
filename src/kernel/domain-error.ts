/** Why the domain refused, in words HTTP does not own. Only the problem filter turns a kind into a status. */
export type Refusal = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'declined' | 'unavailable';

/** An expected refusal. Whatever else is thrown is a defect: it answers 500 and goes to Sentry. */
export abstract class DomainError extends Error {
  abstract readonly kind: Refusal;

  /** Stable and documented, for clients to switch on: `billing/refund-exceeds-payment`. */
  abstract readonly code: string;

  /** The member of the request it is about, where that is one: a JSON pointer into the body, or `?name` of the query. */
  readonly pointer?: string;

  /** @param facts what a client may show or act on; they leave the building, so no secrets */
  constructor(
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}
