import { RequestRefusal } from '../http/request-refusal.js';

export class QuotaExceeded extends RequestRefusal {
  readonly status = 429;
  readonly code = 'limits/quota-exceeded';
  override readonly headers: Readonly<Record<string, string>>;

  constructor(policy: { readonly name: string; readonly quota: number; readonly window: number }, retryAfter: number) {
    const { name, quota, window } = policy;
    super(`More than ${quota} in ${window / 1000} seconds; wait ${retryAfter} seconds.`, {
      'violated-policies': [name],
    });
    this.headers = { 'retry-after': String(retryAfter), ...rateHeaders(policy, 0, retryAfter) };
  }
}

/** The two fields of the IETF draft: what holds, and what is left of it. */
export function rateHeaders(
  { name, quota, window }: { readonly name: string; readonly quota: number; readonly window: number },
  rest: number,
  endsInSeconds: number,
): Record<string, string> {
  return {
    'ratelimit-policy': `"${name}";q=${quota};w=${window / 1000}`,
    ratelimit: `"${name}";r=${rest};t=${endsInSeconds}`,
  };
}
