type FaultType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

export interface FaultBody {
  type: FaultType;
  code?: string | undefined;
  message: string;
  param?: string | undefined;
  [fact: string]: unknown;
}

/** A refusal as Stripe words it. `keeps` says that what happened before it stays: a declined charge exists. */
export class StripeFault extends Error {
  constructor(
    readonly status: number,
    readonly body: FaultBody,
    readonly keeps = false,
  ) {
    super(body.message);
    this.name = 'StripeFault';
  }
}

/** A request that makes no sense. Nothing is kept of it, not even under its idempotency key. */
export function invalid(message: string, facts: { code?: string; param?: string } = {}): StripeFault {
  return new StripeFault(400, { type: 'invalid_request_error', message, ...facts });
}

/** A payment that would leave something unpaid where the caller wanted all or nothing. */
export function incomplete(refusal: StripeFault | undefined): StripeFault {
  const message = 'Payment for this subscription requires additional user action before it can be completed.';
  const asks = { type: 'card_error' as const, code: 'subscription_payment_intent_requires_action', message };
  return new StripeFault(402, refusal?.body ?? asks);
}

export function missing(noun: string, id: string, param = 'id'): StripeFault {
  const status = param === 'id' ? 404 : 400;
  const message = `No such ${noun}: '${id}'`;
  return new StripeFault(status, { type: 'invalid_request_error', code: 'resource_missing', message, param });
}

export function parameterMissing(param: string): StripeFault {
  return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}

/** Real at Stripe, not here: said aloud, so that nobody mistakes the sandbox's silence for an answer. */
export function unimplemented(what: string): StripeFault {
  const message = `Sandbox has no ${what}.`;
  return new StripeFault(501, { type: 'api_error', code: 'sandbox_unimplemented', message });
}

/** A fault of the sandbox itself: said in full, since nobody but its maker can mend it. */
export function defect(error: unknown): StripeFault {
  const message = `The sandbox broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return new StripeFault(500, { type: 'api_error', code: 'sandbox_defect', message });
}
