import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { seconds } from '../../kernel/clock.js';
import type { Loop } from '../jobs/loops.js';
import { EventReader } from './event-reader.js';
import { WakeUps } from './wake-ups.js';

const POLL = seconds(1);
/** No writing transaction should take longer. */
const PATIENCE = seconds(5);

/** Keeps the reader reading: woken by whoever records an event here, by the poll for those recorded elsewhere. */
@Injectable()
export class EventLoop implements Loop {
  readonly stage = 'heard';
  private readonly log = new Logger('events');

  constructor(
    private readonly reader: EventReader,
    private readonly wakeUps: WakeUps,
  ) {}

  /** What a transaction still running anywhere on the server holds above the horizon is waited for, within reason. */
  async drain(): Promise<number> {
    const patience = AbortSignal.timeout(PATIENCE);
    let heard = await this.reader.drain();
    while (!patience.aborted && (await this.reader.isBehind())) {
      await pause(20);
      heard += await this.reader.drain();
    }
    return heard;
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const heard = await this.reader.drain().catch((error: unknown) => {
        this.log.error({ msg: 'reading events failed' }, String(error));
        return 0;
      });
      if (heard === 0) await this.wakeUps.next('events', POLL, stop);
    }
  }
}
