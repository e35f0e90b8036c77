import { Stripe } from 'stripe';
import { seconds, type Clock } from '../../kernel/clock.js';
import { Traffic } from './traffic/traffic.js';

/** The provider as modules inject it. Nothing else makes a client, so its settings stand in one place. */
export class StripeClient {
  constructor(
    /** The unchanged SDK. Its answers go through `normalise`, its errors through `refusalOf`. */
    readonly sdk: Stripe,
    /** Objects that may be fetched singly in a second, so that catching up never crowds out what people ask for. */
    readonly fetchesPerSecond: number,
  ) {}
}

interface Access {
  /** Absent: the local sandbox answers. */
  readonly secretKey?: string | undefined;
}

/** Four fifths of what Stripe lets pass: 100 reads and 100 writes a second live, 25 of each in test mode. */
const PER_SECOND = { live: 80, test: 20 } as const;
const FETCHES_PER_SECOND = 5;
const LIVE_KEY = /^(sk|rk)_live_/;

/** How requests reach Stripe, or the sandbox in this process, which has no limit. */
export function stripeTraffic(
  { secretKey }: Access,
  clock: Pick<Clock, 'wall'>,
  sandbox?: { readonly fetch: typeof fetch } | null,
): Traffic {
  const now = (): number => clock.wall().getTime();
  if (secretKey !== undefined) {
    return new Traffic({ perSecond: PER_SECOND[LIVE_KEY.test(secretKey) ? 'live' : 'test'], now, send: fetch });
  }
  if (!sandbox) throw new Error('Without a secret key of Stripe there must be a sandbox.');
  return new Traffic({ perSecond: Infinity, now, send: sandbox.fetch });
}

/** A lost call is repeated once under the same idempotency key. The SDK's own time covers waiting for one's turn too. */
export function stripeClient({ secretKey }: Access, traffic: Traffic): StripeClient {
  const httpClient = Stripe.createFetchHttpClient(traffic.fetch);
  const settings = { timeout: seconds(60), maxNetworkRetries: 1, telemetry: false, httpClient };
  return new StripeClient(
    new Stripe(secretKey ?? 'sk_test_local_sandbox', settings),
    secretKey === undefined ? Infinity : FETCHES_PER_SECOND,
  );
}
