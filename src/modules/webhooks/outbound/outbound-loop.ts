import { Injectable, Logger } from '@nestjs/common';
import { Clock, seconds } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { Loop } from '../../../platform/jobs/loops.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { OutboundHold } from '../../../platform/ops/outbound-hold.js';
import { Outgoing } from './outgoing.js';
import { lease, type Leased } from './sending.queries.js';

const POLL = seconds(1);
/** A fast endpoint takes more every few milliseconds: then some are sent together. */
const POLL_SHORT = seconds(0.05);
const LOOK = seconds(10);
/** Requests to one endpoint at a time: a slow one holds up nobody but itself. */
const AT_ONCE = 4;
/** Leased of one endpoint together: four at a time end within the lease even when each takes its whole 15 seconds. */
const LEASED = 12;

/** Sends what is due: leases it, sends outside any transaction, files what came back. */
@Injectable()
export class OutboundLoop implements Loop {
  readonly stage = 'sent';
  private readonly log = new Logger('outbound');
  private readonly underWay = new Set<Promise<void>>();
  private lookedAt = -Infinity;
  /** Something may be due that was not when we last looked. */
  private again = false;
  private untilDue = POLL;

  constructor(
    private readonly outgoing: Outgoing,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly hold: OutboundHold,
  ) {}

  /** Sends everything that is due now; answers how many requests that were. */
  async drain(): Promise<number> {
    Database.outside('Sending webhooks');
    let total = 0;
    for (;;) {
      const started = await this.begin();
      await Promise.all(this.underWay);
      if (started === 0) return total;
      total += started;
    }
  }

  async run(stop: AbortSignal): Promise<void> {
    const off = this.wakeUps.on('outbound', () => (this.again = true));
    while (!stop.aborted) {
      this.again = false;
      const started = await this.safely(() => this.begin());
      await this.safely(() => this.look());
      if (started === 0 && !this.again) await this.wakeUps.next('outbound', this.untilDue, stop);
    }
    off();
    await Promise.all(this.underWay);
  }

  private async begin(): Promise<number> {
    if (await this.hold.isHeld('webhooks')) return 0;
    const { leased, fitsIn = POLL } = await lease(this.database, this.clock.wall(), LEASED);
    this.untilDue = Math.ceil(Math.min(POLL, Math.max(POLL_SHORT, fitsIn)));
    for (const batch of Map.groupBy(leased, (delivery) => delivery.endpoint_id).values()) this.follow(batch);
    return leased.length;
  }

  private follow(batch: readonly Leased[]): void {
    const sending = this.safely(async () => {
      await this.outgoing.sendAll(batch, AT_ONCE);
      return 0;
    }).then(() => {
      this.underWay.delete(sending);
      this.wakeUps.wake('outbound');
    });
    this.underWay.add(sending);
  }

  private async look(): Promise<number> {
    if (performance.now() - this.lookedAt < LOOK) return 0;
    this.lookedAt = performance.now();
    await this.outgoing.look();
    return 0;
  }

  private async safely(work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.log.error({ msg: 'sending webhooks failed' }, String(error));
      return 0;
    }
  }
}
