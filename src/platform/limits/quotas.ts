import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Gauge } from 'prom-client';
import { Clock } from '../../kernel/clock.js';
import { HealthChecks, type CheckResult } from '../ops/health-checks.js';
import { QuotaExceeded } from './limits.errors.js';
import { MemoryWindows } from './memory-windows.js';
import { POLICIES, type PolicyName } from './policies.js';
import { RedisConnection } from './redis.js';
import { RedisWindows } from './redis-windows.js';
import { SharedWindows } from './shared-windows.js';
import type { Windows } from './windows.js';

type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Who has done what how often. The throttler counts requests here; others take from a policy by its name. */
@Injectable()
export class Quotas implements ThrottlerStorage, OnModuleInit {
  private readonly windows: Windows;

  constructor(
    clock: Clock,
    private readonly redis: RedisConnection,
    private readonly checks: HealthChecks,
    @InjectMetric('revenue_limiter_degraded') private readonly degraded: Gauge<string>,
  ) {
    const own = new MemoryWindows(clock);
    const { client } = redis;
    this.windows = client
      ? new SharedWindows(shared(client, redis), own, clock, (is) => degraded.set(is ? 1 : 0))
      : own;
  }

  onModuleInit(): void {
    this.degraded.set(0);
    this.checks.register('redis', () => this.health());
  }

  /** Counts one act of somebody. @throws QuotaExceeded when it is one too many */
  async take(name: PolicyName, who: string): Promise<void> {
    const policy = POLICIES.find((one) => one.name === name);
    if (!policy) return;
    const { blocked, endsIn } = await this.windows.hit(`${name}:${who}`, policy.quota, policy.window);
    if (blocked) throw new QuotaExceeded(policy, Math.ceil(endsIn / 1000));
  }

  /** As the throttler asks; it counts seconds. */
  async increment(key: string, ttl: number, limit: number): Promise<Counted> {
    const { hits, endsIn, blocked } = await this.windows.hit(key, limit, ttl);
    const rest = Math.ceil(endsIn / 1000);
    return { totalHits: hits, timeToExpire: rest, isBlocked: blocked, timeToBlockExpire: blocked ? rest : 0 };
  }

  private health(): CheckResult {
    if (!this.redis.client) return { status: 'not configured', details: { store: 'memory' } };
    return { status: this.redis.ready ? 'up' : 'degraded', details: { store: 'redis' } };
  }
}

function shared(client: ConstructorParameters<typeof RedisWindows>[0], redis: RedisConnection) {
  return Object.defineProperty(new RedisWindows(client), 'ready', { get: () => redis.ready }) as RedisWindows & {
    ready: boolean;
  };
}
