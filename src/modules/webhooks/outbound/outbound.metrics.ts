import { Injectable } from '@nestjs/common';
import { counter, gauge } from '../../../platform/ops/metric.js';

/** What can be seen of outbound from outside. */
@Injectable()
export class OutboundMetrics {
  readonly attempts = counter('revenue_outbound_attempts_total', 'Requests to endpoints by what they came to', [
    'outcome',
  ]);
  private readonly oldest = gauge('revenue_outbound_oldest_pending_seconds', 'Age of the oldest delivery that is due');
  private readonly disabled = gauge('revenue_outbound_disabled_endpoints', 'Endpoints nothing is sent to any more');

  standingAt({ oldest, disabled }: { oldest: number; disabled: number }): void {
    this.oldest.set(oldest);
    this.disabled.set(disabled);
  }
}
