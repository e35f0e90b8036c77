import { Injectable } from '@nestjs/common';
import { Counter, Gauge, register } from 'prom-client';

/** What can be seen of outbound from outside. */
@Injectable()
export class OutboundMetrics {
  readonly attempts = made(
    'revenue_outbound_attempts_total',
    (name) => new Counter({ name, help: 'Requests to endpoints by what they came to', labelNames: ['outcome'] }),
  );
  private readonly oldest = made(
    'revenue_outbound_oldest_pending_seconds',
    (name) => new Gauge({ name, help: 'Age of the oldest delivery that is due' }),
  );
  private readonly disabled = made(
    'revenue_outbound_disabled_endpoints',
    (name) => new Gauge({ name, help: 'Endpoints nothing is sent to any more' }),
  );

  standingAt({ oldest, disabled }: { oldest: number; disabled: number }): void {
    this.oldest.set(oldest);
    this.disabled.set(disabled);
  }
}

/** The registry is the process's, and more than one app may live in a process: each metric is made once. */
function made<M extends Counter | Gauge>(name: string, make: (name: string) => M): M {
  return (register.getSingleMetric(name) as M | undefined) ?? make(name);
}
