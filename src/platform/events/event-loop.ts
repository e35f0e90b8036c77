import { Injectable, Logger } from '@nestjs/common';
import { EventReader } from './event-reader.js';
import { WakeUps } from './wake-ups.js';

const POLL_MILLISECONDS = 1000;

/** Keeps the reader reading: woken by whoever records an event here, by the poll for those recorded elsewhere. */
@Injectable()
export class EventLoop {
  private readonly log = new Logger('events');

  constructor(
    private readonly reader: EventReader,
    private readonly wakeUps: WakeUps,
  ) {}

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const heard = await this.reader.drain().catch((error: unknown) => {
        this.log.error({ msg: 'reading events failed' }, String(error));
        return 0;
      });
      if (heard === 0) await this.wakeUps.next('events', POLL_MILLISECONDS, stop);
    }
  }
}
