import { DomainError, type Refusal } from '../../kernel/domain-error.js';
import { Money } from '../../kernel/money.js';
import { InvalidRequest, type RequestFault } from './http.errors.js';
import { RequestRefusal } from './request-refusal.js';

/** The one place where why the domain refused becomes a status. */
const STATUS: Readonly<Record<Refusal, number>> = {
  invalid: 422,
  declined: 402,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
};

/** Types that are registered elsewhere; all others are `urn:problem:<code>`. */
const REGISTERED: Readonly<Record<string, string>> = {
  'limits/quota-exceeded': 'https://iana.org/assignments/http-problem-types#quota-exceeded',
};

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** RFC 9457 problem details of a refusal. Facts come first, so that they can never overwrite a standard member. */
export function problemOf(error: DomainError, instance: string, requestId: string): ProblemAnswer {
  const status = error instanceof RequestRefusal ? error.status : STATUS[error.kind];
  return {
    status,
    headers: headersOf(error, status),
    body: {
      ...(onTheWire(error.facts) as Record<string, unknown>),
      type: REGISTERED[error.code] ?? `urn:problem:${error.code}`,
      title: inWords(error.name),
      status,
      detail: error.message,
      instance,
      code: error.code,
      errors: faultsIn(error),
      request_id: requestId,
      help: `/docs/problems#${error.code}`,
    },
  };
}

function faultsIn(error: DomainError): readonly RequestFault[] {
  if (error instanceof InvalidRequest) return error.errors;
  return error.pointer === undefined ? [] : [{ pointer: error.pointer, code: error.code, detail: error.message }];
}

/** Our fault: no detail leaves the house, only the name under which it is logged. */
export function internalProblem(instance: string, requestId: string): ProblemAnswer {
  return {
    status: 500,
    headers: {},
    body: {
      type: 'urn:problem:internal',
      title: 'Internal error',
      status: 500,
      detail: 'Something went wrong on our side. It was recorded under the request id.',
      instance,
      code: 'internal',
      errors: [],
      request_id: requestId,
      help: '/docs/problems#internal',
    },
  };
}

function headersOf(error: DomainError, status: number): Readonly<Record<string, string>> {
  const retry: Record<string, string> = status === 503 ? { 'retry-after': '5' } : {};
  return error instanceof RequestRefusal ? { ...retry, ...error.headers } : retry;
}

/** Facts as the API spells values: amounts in major units, instants in ISO 8601. */
export function onTheWire(value: unknown): unknown {
  if (value instanceof Money) return { amount: value.major, currency: value.currency };
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, onTheWire(part)]));
}

/** RefundExceedsPayment -> Refund exceeds payment: one fixed title a type, as the RFC asks. */
function inWords(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}
