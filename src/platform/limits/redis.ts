import type { OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Config } from '../config/config.js';

/** The connection to Redis, if there is one. Nothing waits for it: a command answers within 100 ms or fails. */
export class RedisConnection implements OnApplicationShutdown {
  private constructor(readonly client: Redis | undefined) {
    // Its being away is told by health and by the gauge; an unheard 'error' would end the process.
    client?.on('error', () => undefined);
  }

  /** Its library is loaded only where there is a Redis. */
  static async to({ redisUrl }: Config): Promise<RedisConnection> {
    if (redisUrl === undefined) return new RedisConnection(undefined);
    const { Redis: Client } = await import('ioredis');
    return new RedisConnection(
      new Client(redisUrl, {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        commandTimeout: 100,
        connectTimeout: 2000,
        retryStrategy: (attempt) => Math.min(attempt * 200, 2000),
      }),
    );
  }

  get ready(): boolean {
    return this.client?.status === 'ready';
  }

  onApplicationShutdown(): void {
    this.client?.disconnect();
  }
}
