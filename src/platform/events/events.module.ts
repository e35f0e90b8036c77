import { Global, Module } from '@nestjs/common';
import { Loops } from '../jobs/loops.js';
import { Consumers } from './consumers.js';
import { EventLog } from './event-log.js';
import { EventLoop } from './event-loop.js';
import { EventMetrics } from './event-metrics.js';
import { EventProofs } from './event-proofs.js';
import { EventReader } from './event-reader.js';
import { EventTypes } from './event-types.js';
import { Outbox } from './outbox.js';
import { ParkedEvents } from './parked-events.js';
import { PassedEvents } from './passed-events.js';
import { WakeUps } from './wake-ups.js';

@Global()
@Module({
  providers: [
    ...[Outbox, Consumers, EventLog, EventReader, EventLoop, EventTypes, ParkedEvents, PassedEvents, WakeUps],
    ...[EventMetrics, EventProofs],
  ],
  exports: [Outbox, Consumers, EventLog, EventTypes, ParkedEvents, PassedEvents, WakeUps],
})
export class EventsModule {
  constructor(loops: Loops, loop: EventLoop) {
    loops.register(loop);
  }
}
