import { Counter, Gauge, Histogram, register, type Metric } from 'prom-client';

/** The registry is the process's, and more than one app may live in a process: each metric is made once. */
function once<M extends Metric>(name: string, make: () => M): M {
  return (register.getSingleMetric(name) as M | undefined) ?? make();
}

/** What can be seen of our calls to the provider from outside. */
export class TrafficMetrics {
  readonly calls = once(
    'stripe_api_calls_total',
    () =>
      new Counter({
        name: 'stripe_api_calls_total',
        help: 'Calls to Stripe by what was asked and what came of it',
        labelNames: ['operation', 'outcome'],
      }),
  );
  readonly breaker = once(
    'revenue_provider_breaker_open',
    () =>
      new Gauge({
        name: 'revenue_provider_breaker_open',
        help: 'Whether calls to a provider are held back because it does not answer',
        labelNames: ['provider'],
      }),
  );
  readonly wait = once(
    'revenue_provider_wait_seconds',
    () =>
      new Histogram({
        name: 'revenue_provider_wait_seconds',
        help: 'Seconds a call waited for its turn within the provider’s rate',
        labelNames: ['provider'],
        buckets: [0.001, 0.01, 0.1, 0.5, 2, 10, 30],
      }),
  );
}
