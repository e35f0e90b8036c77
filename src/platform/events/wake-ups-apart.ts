import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Config } from '../config/config.js';
import { LimitsModule } from '../limits/limits.module.js';
import { RedisConnection } from '../limits/redis.js';
import { TOPICS, WakeUps, type Topic } from './wake-ups.js';

const CHANNEL = 'revenue:wake-ups';
/** Of one topic no more is said than once in so many milliseconds, however much there is to be looked at. */
const QUIET = 50;

/**
 * Carries wake-ups from a process that only takes requests to those that work: theirs are in other processes. Nothing is
 * waited for and nothing depends on it; where Redis is away there is the poll.
 */
@Injectable()
export class WakeUpsApart implements OnApplicationShutdown {
  private readonly hearing: Redis | undefined;
  private readonly offs: (() => void)[] = [];
  /** What was said lately, and whether it is to be said once more. */
  private readonly said = new Map<Topic, { again: boolean }>();

  constructor(
    { role }: Config,
    private readonly redis: RedisConnection,
    private readonly wakeUps: WakeUps,
  ) {
    if (role === 'api') this.offs = TOPICS.map((topic) => wakeUps.on(topic, () => this.say(topic)));
    else this.hearing = this.listen();
  }

  onApplicationShutdown(): void {
    for (const off of this.offs) off();
    this.hearing?.disconnect();
  }

  private say(topic: Topic): void {
    const lately = this.said.get(topic);
    if (lately) {
      lately.again = true;
      return;
    }
    const now = { again: false };
    this.said.set(topic, now);
    if (this.redis.ready) void this.redis.client?.publish(CHANNEL, topic).catch(() => undefined);
    setTimeout(() => {
      this.said.delete(topic);
      if (now.again) this.say(topic);
    }, QUIET).unref();
  }

  /** A connection of its own: one that listens takes no other commands. */
  private listen(): Redis | undefined {
    const hearing = this.redis.client?.duplicate({ autoResubscribe: false });
    hearing?.on('error', () => undefined);
    hearing?.on('ready', () => void hearing.subscribe(CHANNEL).catch(() => hearing.disconnect(true)));
    hearing?.on('message', (_channel, said) => {
      const topic = TOPICS.find((one) => one === said);
      if (topic) this.wakeUps.wake(topic);
    });
    return hearing;
  }
}

@Global()
@Module({ imports: [LimitsModule], providers: [WakeUpsApart], exports: [WakeUpsApart] })
export class WakeUpsApartModule {
  // Asked for, so that it is made.
  constructor(readonly wakeUps: WakeUpsApart) {}
}
