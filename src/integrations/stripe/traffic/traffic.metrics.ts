import { counter, gauge, histogram } from '../../../platform/ops/metric.js';

/** What can be seen of our calls to the provider from outside. */
export class TrafficMetrics {
  readonly calls = counter('stripe_api_calls_total', 'Calls to Stripe by what was asked and what came of it', [
    'operation',
    'outcome',
  ]);
  readonly breaker = gauge(
    'revenue_provider_breaker_open',
    'Whether calls to a provider are held back because it does not answer',
    ['provider'],
  );
  readonly wait = histogram(
    'revenue_provider_wait_seconds',
    'Seconds a call waited for its turn within the provider’s rate',
    [0.001, 0.01, 0.1, 0.5, 2, 10, 30],
    ['provider'],
  );
}
