import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';

/** The connection to Redis, if there is one. Nothing waits for it: a command answers within 100 ms or fails. */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  readonly client: Redis | undefined;

  constructor({ redisUrl }: Config) {
    if (redisUrl === undefined) return;
    this.client = new Redis(redisUrl, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 100,
      connectTimeout: 2000,
      retryStrategy: (attempt) => Math.min(attempt * 200, 2000),
    });
    // Its being away is told by health and by the gauge; an unheard 'error' would end the process.
    this.client.on('error', () => undefined);
  }

  get ready(): boolean {
    return this.client?.status === 'ready';
  }

  onApplicationShutdown(): void {
    this.client?.disconnect();
  }
}
