import { Logger } from '@nestjs/common';
import { seconds } from '../../kernel/clock.js';
import type { WakeUps } from '../../platform/events/wake-ups.js';
import type { Loop } from '../../platform/jobs/loops.js';

const POLL = seconds(1);

/**
 * One side of billing's work behind the requests: finishing calls that were cut off, or fetching what was named and not
 * told. Each has a loop of its own: fetching keeps a slow pace, and nobody's payment waits for it.
 */
export class BillingLoop implements Loop {
  readonly stage = 'inward';
  private readonly log = new Logger('billing');

  constructor(
    private readonly work: (stop?: AbortSignal) => Promise<number>,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Does what is due now; answers how much that was. What cannot be asked now is asked again in a second. */
  async drain(stop?: AbortSignal): Promise<number> {
    try {
      return await this.work(stop);
    } catch (error) {
      this.log.warn({ msg: 'the provider could not be asked' }, String(error));
      return 0;
    }
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if ((await this.drain(stop)) === 0) await this.wakeUps.next('intents', POLL, stop);
    }
  }
}
