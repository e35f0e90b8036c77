import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../../kernel/clock.js';
import { Breaker } from './breaker.js';
import { operationOf } from './operation-of.js';
import { TokenBucket } from './token-bucket.js';
import { TrafficMetrics } from './traffic.metrics.js';

export interface TrafficSettings {
  /** Reads, and writes apart from them, that may begin in a second. */
  readonly perSecond: number;
  /** Machine time in milliseconds. */
  readonly now: () => number;
  /** How the requests leave. */
  readonly send: typeof fetch;
  /** From 0 to 1, by default at random. */
  readonly chance?: () => number;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** How long one answer is waited for. */
const PATIENCE = seconds(15);
/** Asked for patience, we ask twice more; then it is for whoever called to come back later. */
const TRIES = 3;
const FIRST_WAIT = 500;

/**
 * Our requests to Stripe as a whole: within its rate, patient where it asks for that, and held back for a while once it
 * no longer answers. The SDK repeats what was cut off by itself; a 429 it does not.
 */
export class Traffic {
  readonly breaker = new Breaker();
  private readonly metrics = new TrafficMetrics();
  private readonly reads: TokenBucket;
  private readonly writes: TokenBucket;

  constructor(private readonly settings: TrafficSettings) {
    this.reads = new TokenBucket(settings.perSecond);
    this.writes = new TokenBucket(settings.perSecond);
    this.metrics.breaker.set({ provider: 'stripe' }, 0);
  }

  /** Stands in for `fetch` below the SDK. */
  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const method = init.method ?? 'GET';
    const operation = operationOf(method, url);
    for (let tries = 1; ; tries += 1) {
      await this.turn(method, init.signal);
      if (!this.breaker.admits(this.settings.now())) return this.held(operation);
      const response = await this.once(url, init, operation);
      if (response.status !== 429 || tries === TRIES) return response;
      await this.pause(FIRST_WAIT * 2 ** (tries - 1) * (1 - this.chance() / 2));
    }
  };

  /** Waits until the rate allows it. Who has given up waiting meanwhile does not call any more. */
  private async turn(method: string, signal: AbortSignal | null | undefined): Promise<void> {
    const bucket = method === 'GET' ? this.reads : this.writes;
    const wait = bucket.take(this.settings.now());
    this.metrics.wait.observe({ provider: 'stripe' }, wait / 1000);
    if (wait > 0) await this.pause(wait);
    signal?.throwIfAborted();
  }

  private async once(url: string, init: RequestInit, operation: string): Promise<Response> {
    const patience = AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(init.signal ? [init.signal] : [])]);
    try {
      const response = await Promise.race([this.settings.send(url, { ...init, signal: patience }), overdue(patience)]);
      this.saw(isAnswer(response.status));
      this.metrics.calls.inc({ operation, outcome: outcomeOf(response.status) });
      return response;
    } catch (error) {
      this.saw(false);
      this.metrics.calls.inc({ operation, outcome: 'unreachable' });
      throw error;
    }
  }

  private saw(answered: boolean): void {
    if (answered) this.breaker.answered();
    else this.breaker.failed(this.settings.now());
    this.metrics.breaker.set({ provider: 'stripe' }, this.breaker.isOpen ? 1 : 0);
  }

  /** Answered in its place, in its form; the SDK is told not to try again at once. */
  private held(operation: string): Response {
    this.metrics.calls.inc({ operation, outcome: 'held' });
    const error = { type: 'api_error', code: 'held_back', message: 'Stripe does not answer; calls are held back.' };
    return Response.json({ error }, { status: 503, headers: { 'stripe-should-retry': 'false' } });
  }

  private chance(): number {
    return (this.settings.chance ?? Math.random)();
  }

  private pause(milliseconds: number): Promise<unknown> {
    return (this.settings.pause ?? sleep)(milliseconds);
  }
}

/** Below 500 somebody is there and answers; what is not implemented is an answer too. */
function isAnswer(status: number): boolean {
  return status < 500 || status === 501;
}

function outcomeOf(status: number): string {
  if (status < 300) return 'ok';
  if (status === 402) return 'declined';
  if (status === 429) return 'rate_limited';
  return status < 500 ? 'refused' : 'error';
}

/** Ends a wait that the sender itself does not end. */
function overdue(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
