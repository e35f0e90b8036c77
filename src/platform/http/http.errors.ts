import { DomainError } from '../../kernel/domain-error.js';
import { RequestRefusal } from './request-refusal.js';

export class MalformedRequest extends RequestRefusal {
  readonly status = 400;
  readonly code = 'request/malformed';

  constructor(why = 'The request cannot be understood.') {
    super(why);
  }
}

export class RouteNotFound extends RequestRefusal {
  override readonly kind = 'not-found';
  readonly status = 404;
  readonly code = 'request/not-found';

  constructor() {
    super('There is nothing at this address.');
  }
}

export class MethodNotAllowed extends RequestRefusal {
  readonly status = 405;
  readonly code = 'request/method-not-allowed';
  override readonly headers: Readonly<Record<string, string>>;

  constructor(allowed: readonly string[]) {
    super('This address does not answer this method.', { allow: allowed });
    this.headers = { allow: allowed.join(', ') };
  }
}

export class NotAcceptable extends RequestRefusal {
  readonly status = 406;
  readonly code = 'request/not-acceptable';

  constructor() {
    super('The answer cannot be given in a form the request accepts.', { accept: ['application/json'] });
  }
}

export class RequestTimeout extends RequestRefusal {
  readonly status = 408;
  readonly code = 'request/timeout';

  constructor() {
    super('The request took too long to arrive.');
  }
}

export class BodyTooLarge extends RequestRefusal {
  readonly status = 413;
  readonly code = 'request/too-large';

  constructor(limit?: number) {
    super('The body is larger than this address takes.', limit === undefined ? {} : { limit_bytes: limit });
  }
}

export class AddressTooLong extends RequestRefusal {
  readonly status = 414;
  readonly code = 'request/address-too-long';

  constructor() {
    super('The address is longer than 8 kB.', { limit_bytes: 8192 });
  }
}

export class UnsupportedType extends RequestRefusal {
  readonly status = 415;
  readonly code = 'request/unsupported-type';

  constructor() {
    super('The body is of a type this address does not take.', { accept: ['application/json'] });
  }
}

/** One thing that is wrong with a request, and where: a JSON pointer into the body, or `?name` of the query. */
export interface RequestFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Said of members of a body and parameters of an address alike. */
export const UNKNOWN_MEMBER = { code: 'request/unknown-member', detail: 'There is no such member.' };

const MOST_FAULTS = 50;

/** Understood and refused, with every fault at once. */
export class InvalidRequest extends DomainError {
  readonly kind = 'invalid';
  readonly code: string;
  readonly errors: readonly RequestFault[];

  constructor(faults: readonly RequestFault[]) {
    super(faults.length === 1 && faults[0] ? faults[0].detail : 'The request has faults; errors lists them.');
    this.errors = faults.slice(0, MOST_FAULTS);
    this.code = domainCode(faults) ?? 'request/invalid';
  }
}

// A request that only breaks a rule with a name of its own (money/too-many-digits) is refused by that name.
function domainCode(faults: readonly RequestFault[]): string | undefined {
  const codes = [...new Set(faults.map(({ code }) => code))];
  return codes.length === 1 && codes[0]?.startsWith('request/') === false ? codes[0] : undefined;
}

export class BadCursor extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request/bad-cursor';

  constructor() {
    super('The cursor was altered, or belongs to a list with other filters.');
  }
}

export class ConcurrentChange extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'request/concurrent-change';

  constructor() {
    super('Something else changed this at the same moment; read it again and decide anew.');
  }
}

/** The store is away, or its schema is behind the program: what would change anything waits until neither is. */
export class ServiceStarting extends RequestRefusal {
  override readonly kind = 'unavailable';
  readonly status = 503;
  readonly code = 'service/starting';
  override readonly headers = { 'retry-after': '5' };

  constructor() {
    super('The service is still starting and changes nothing yet; try again shortly.');
  }
}

export class ServiceOverloaded extends RequestRefusal {
  override readonly kind = 'unavailable';
  readonly status = 503;
  readonly code = 'service/overloaded';
  override readonly headers = { 'retry-after': '5' };

  constructor() {
    super('The service cannot take this now; try again shortly.');
  }
}
