import { DomainError, type Refusal } from '../../kernel/domain-error.js';

/** A refusal at the door, before any use case ran: its status is the protocol's and not the domain's. */
export abstract class RequestRefusal extends DomainError {
  readonly kind: Refusal = 'invalid';
  abstract readonly status: number;

  /** What the answer says besides its body, `Retry-After` and the like. */
  readonly headers: Readonly<Record<string, string>> = {};
}
