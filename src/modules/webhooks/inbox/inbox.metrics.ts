import { Injectable } from '@nestjs/common';
import { counter, gauge, histogram } from '../../../platform/ops/metric.js';
import type { Fold, InboxEvent } from '../fold.js';
import type { Settlement } from './settlement.js';

/** What can be seen of the inbox from outside. */
@Injectable()
export class InboxMetrics {
  readonly delivered = counter('revenue_webhook_deliveries_total', 'Deliveries that were signed and are kept', [
    'provider',
  ]);
  readonly refused = counter('revenue_webhook_signature_failures_total', 'Deliveries without a valid signature');
  readonly duplicates = counter('revenue_webhook_duplicates_total', 'Events delivered again');
  readonly conflicts = counter('revenue_webhook_conflicts_total', 'Second bodies under a known id');
  readonly tooLarge = counter('revenue_webhook_too_large_total', 'Deliveries over the limit of size');
  readonly otherVersions = counter('revenue_webhook_other_version_total', 'Events in another API version', ['version']);
  private readonly events = counter('revenue_webhook_events_total', 'Events by what became of them', [
    'provider',
    'type',
    'outcome',
  ]);
  private readonly time = histogram(
    'webhook_processing_time',
    'Seconds one fold takes',
    [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    ['provider', 'type', 'outcome'],
  );
  private readonly lag = histogram(
    'revenue_webhook_lag_seconds',
    'Seconds from received to folded',
    [0.05, 0.2, 1, 5, 30, 300, 3600],
  );
  private readonly oldest = gauge('revenue_webhook_oldest_pending_seconds', 'Age of the oldest due event', ['lane']);
  private readonly standing = {
    dead: gauge('revenue_webhook_dead', 'Events given up'),
    waiting: gauge('revenue_webhook_waiting', 'Events waiting for another object'),
    breaks: gauge('revenue_webhook_chain_breaks_open', 'Histories with something missing'),
  };

  /** A fold takes events of many types at once, so its type is the object they are about. */
  async timed<T>({ provider, objects }: Pick<Fold, 'provider' | 'objects'>, work: () => Promise<T>): Promise<T> {
    const stop = this.time.startTimer({ provider, type: objects[0] ?? 'other' });
    try {
      const result = await work();
      stop({ outcome: 'done' });
      return result;
    } catch (error) {
      stop({ outcome: 'failed' });
      throw error;
    }
  }

  settled(settlements: readonly Settlement[], events: ReadonlyMap<string, Omit<InboxEvent, 'body'>>): void {
    const now = performance.timeOrigin + performance.now();
    for (const { seq, status } of settlements) {
      const event = events.get(seq);
      if (!event) continue;
      const provider = event.objectKey.split(':')[0] ?? '';
      this.events.inc({ provider, type: event.type, outcome: status });
      if (status === 'done') this.lag.observe(Math.max(0, now - event.receivedAt.getTime()) / 1000);
    }
  }

  standingAt(state: InboxState): void {
    this.standing.dead.set(state.dead);
    this.standing.waiting.set(state.waiting);
    this.standing.breaks.set(state.breaks);
    this.oldest.set({ lane: '0' }, state.oldestLive);
    this.oldest.set({ lane: '1' }, state.oldestBacklog);
  }
}

export interface InboxState {
  readonly dead: number;
  readonly waiting: number;
  readonly breaks: number;
  readonly oldestLive: number;
  readonly oldestBacklog: number;
}
