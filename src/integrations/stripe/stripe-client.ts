import { Stripe } from 'stripe';
import { seconds } from '../../kernel/clock.js';

/** The provider as modules inject it. Nothing else makes a client, so its settings stand in one place. */
export class StripeClient {
  constructor(
    /** The unchanged SDK. Its answers go through `normalise`, its errors through `refusalOf`. */
    readonly sdk: Stripe,
  ) {}
}

interface Access {
  /** Absent: the local sandbox answers. */
  readonly secretKey?: string | undefined;
}

/**
 * On Stripe with a key of one's own, else on the sandbox in this process.
 * A lost call is repeated once under the same idempotency key; an answer is waited for 15 s.
 */
export function stripeClient({ secretKey }: Access, sandbox?: { readonly fetch: typeof fetch } | null): StripeClient {
  const settings = { timeout: seconds(15), maxNetworkRetries: 1, telemetry: false };
  if (secretKey !== undefined) return new StripeClient(new Stripe(secretKey, settings));
  if (!sandbox) throw new Error('Without a secret key of Stripe there must be a sandbox.');
  const httpClient = Stripe.createFetchHttpClient(sandbox.fetch);
  return new StripeClient(new Stripe('sk_test_local_sandbox', { ...settings, httpClient }));
}
