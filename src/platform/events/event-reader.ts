import { Injectable, Logger } from '@nestjs/common';
import { Clock, minutes, seconds } from '../../kernel/clock.js';
import { Overtaken } from '../database/database.errors.js';
import { Database } from '../database/database.js';
import { failpoint } from '../ops/failpoints.js';
import { acting } from './act.js';
import { Consumers, type Consumer, type HeardEvent } from './consumers.js';
import {
  anyUnread,
  due,
  eventsAfter,
  lock,
  move,
  park,
  queueBehind,
  release,
  withWork,
  type Position,
} from './event-reader.queries.js';

/** A consumer reads so many events in one transaction. */
const BATCH = 500;

/** Parked events of different subjects that are tried again in one transaction. */
const TRIED_TOGETHER = 50;

/** A failing event is tried five times over a quarter of an hour, then it is parked until a person releases it. */
const RETRIES = [seconds(15), minutes(1), minutes(4), minutes(10)];

/**
 * Reads the event table for each consumer in commit order. Only events of ended transactions are read (below the
 * snapshot's horizon), so nothing can appear behind a cursor; effects and cursor commit together, so each is once.
 */
@Injectable()
export class EventReader {
  private readonly log = new Logger('events');

  constructor(
    private readonly database: Database,
    private readonly consumers: Consumers,
    private readonly clock: Clock,
  ) {}

  /** Delivers everything there is, to these; answers how many events were heard. */
  async drain(wanted: (consumer: Consumer) => boolean = () => true): Promise<number> {
    const consumers = this.consumers.all().filter(wanted);
    const busy = await withWork(
      this.database,
      consumers.map(({ name }) => name),
    );
    let heard = 0;
    for (const consumer of consumers.filter(({ name }) => busy.has(name))) {
      if (busy.get(consumer.name)) heard += await this.retryParked(consumer);
      heard += await this.readOn(consumer);
    }
    return heard;
  }

  /** Whether something is recorded that some consumer has not read: not yet delivered, or above the horizon. */
  async isBehind(): Promise<boolean> {
    return anyUnread(
      this.database,
      this.consumers.all().map(({ name }) => name),
    );
  }

  private async readOn(consumer: Consumer): Promise<number> {
    for (let heard = 0; ;) {
      const read = await this.readBatch(consumer);
      heard += read;
      if (read < BATCH) return heard;
    }
  }

  private async readBatch(consumer: Consumer): Promise<number> {
    try {
      const read = await this.database.transaction(async () => {
        const cursor = await lock(this.database, consumer.name);
        if (!cursor) return 0;
        const events = await eventsAfter(this.database, cursor, BATCH);
        const wanted = ofInterest(consumer, events);
        const free = cursor.parked
          ? await queueBehind(this.database, consumer.name, wanted, this.clock.wall())
          : wanted;
        await this.hear(consumer, free);
        if (free.length > 0) failpoint('tell.after-handle');
        await move(this.database, consumer.name, positionOf(events) ?? cursor);
        if (events.length > 0) failpoint('tell.before-commit');
        return events.length;
      });
      if (read > 0) failpoint('tell.after-commit');
      return read;
    } catch (error) {
      this.log.warn(`${consumer.name} could not take a batch (${String(error)}); taking it one by one.`);
      return this.readSingly(consumer);
    }
  }

  /** The same batch, each event in a savepoint of its own: what fails is parked, the rest goes on. */
  private async readSingly(consumer: Consumer): Promise<number> {
    return this.database.transaction(async () => {
      const cursor = await lock(this.database, consumer.name);
      if (!cursor) return 0;
      const events = await eventsAfter(this.database, cursor, BATCH);
      for (const event of ofInterest(consumer, events)) {
        const [free] = await queueBehind(this.database, consumer.name, [event], this.clock.wall());
        if (free) await this.tryOne(consumer, free, 0);
      }
      await move(this.database, consumer.name, positionOf(events) ?? cursor);
      return events.length;
    });
  }

  private async retryParked(consumer: Consumer): Promise<number> {
    for (let heard = 0; ;) {
      const released = await this.database.transaction(() => this.retryDue(consumer));
      heard += released;
      if (released === 0) return heard;
    }
  }

  /** What is due is read under the lock: what another process has just tried is not due any more. */
  private async retryDue(consumer: Consumer): Promise<number> {
    if (!(await lock(this.database, consumer.name))) return 0;
    const limits = { tries: RETRIES.length + 1, atMost: TRIED_TOGETHER };
    let released = 0;
    for (const { event, attempts } of await due(this.database, consumer.name, this.clock.wall(), limits))
      if (await this.tryOne(consumer, event, attempts)) released += 1;
    return released;
  }

  private async tryOne(consumer: Consumer, event: HeardEvent, attempts: number): Promise<boolean> {
    try {
      await this.database.savepoint(() => this.hear(consumer, [event]));
      await release(this.database, consumer.name, event.id);
      return true;
    } catch (error) {
      if (error instanceof Overtaken) throw error;
      const wait = RETRIES[attempts] ?? minutes(10);
      const nextAt = new Date(this.clock.wall().getTime() + wait);
      await park(this.database, { consumer: consumer.name, event, nextAt, lastError: String(error) });
      this.log.error({ msg: 'an event could not be heard', consumer: consumer.name, event_id: event.id }, stack(error));
      return false;
    }
  }

  private async hear(consumer: Consumer, events: readonly HeardEvent[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    await acting({ correlationId: first.correlationId, cause: first.id, actor: `consumer:${consumer.name}` }, () =>
      consumer.hear(events),
    );
  }
}

function ofInterest(consumer: Consumer, events: readonly HeardEvent[]): readonly HeardEvent[] {
  return consumer.types.includes('*') ? events : events.filter(({ type }) => consumer.types.includes(type));
}

function positionOf(events: readonly HeardEvent[]): Position | undefined {
  const [tx, seq] = events.at(-1)?.cursor.split(':') ?? [];
  return tx === undefined || seq === undefined ? undefined : { tx, seq };
}

function stack(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
