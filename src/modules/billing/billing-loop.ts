import { Injectable, Logger } from '@nestjs/common';
import { seconds } from '../../kernel/clock.js';
import { WakeUps } from '../../platform/events/wake-ups.js';
import type { Loop } from '../../platform/jobs/loops.js';
import { ProviderFetch } from './balance/provider-fetch.service.js';
import { Janitor } from './intents/janitor.service.js';

const POLL = seconds(1);

/** Billing's side of the worker: finishes calls that were cut off, fetches what was named and not told. */
@Injectable()
export class BillingLoop implements Loop {
  readonly stage = 'inward';
  private readonly log = new Logger('billing');

  constructor(
    private readonly janitor: Janitor,
    private readonly fetch: ProviderFetch,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Does what is due now; answers how much that was. */
  async drain(): Promise<number> {
    return (await this.safely(() => this.fetch.fetchWanted())) + (await this.safely(() => this.janitor.settle()));
  }

  /** What cannot be asked now is asked again in a second; the one does not hold up the other. */
  private async safely(work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.log.warn({ msg: 'the provider could not be asked' }, String(error));
      return 0;
    }
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if ((await this.drain()) === 0) await this.wakeUps.next('intents', POLL, stop);
    }
  }
}
