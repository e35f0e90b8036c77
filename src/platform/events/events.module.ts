import { Global, Module } from '@nestjs/common';
import { Consumers } from './consumers.js';
import { EventLoop } from './event-loop.js';
import { EventReader } from './event-reader.js';
import { EventTypes } from './event-types.js';
import { Outbox } from './outbox.js';
import { WakeUps } from './wake-ups.js';

@Global()
@Module({
  providers: [Outbox, Consumers, EventReader, EventLoop, EventTypes, WakeUps],
  exports: [Outbox, Consumers, EventReader, EventLoop, EventTypes, WakeUps],
})
export class EventsModule {}
