import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { until } from '../../support/until.js';
import { freePort } from '../../support/free-port.js';

/** A Redis that nobody else uses: on a free port, keeping nothing. */
export class PrivateRedis {
  private server: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  static async reserve(): Promise<PrivateRedis> {
    try {
      execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    } catch {
      throw new Error('Redis is not installed here: redis-server must be on the PATH.');
    }
    return new PrivateRedis(await freePort());
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.server = spawn('redis-server', settings, { cwd: '/', stdio: 'ignore' });
    await until(() => this.ask((redis) => redis.ping()).then(Boolean, () => false), 10_000);
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null });
    try {
      await redis.connect();
      return await question(redis);
    } finally {
      redis.disconnect();
    }
  }
}
