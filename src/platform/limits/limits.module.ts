import { Global, Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Config } from '../config/config.js';
import { LimitsGuard } from './limits.guard.js';
import { POLICIES } from './policies.js';
import { Quotas } from './quotas.js';
import { RedisConnection } from './redis.js';

@Module({
  providers: [
    { provide: RedisConnection, inject: [Config], useFactory: (config: Config) => RedisConnection.to(config) },
    Quotas,
    makeGaugeProvider({
      name: 'revenue_limiter_degraded',
      help: '1 while limits are counted by each process for itself.',
    }),
  ],
  exports: [Quotas, RedisConnection],
})
class QuotasModule {}

@Global()
@Module({
  imports: [
    QuotasModule,
    ThrottlerModule.forRootAsync({
      imports: [QuotasModule],
      inject: [Quotas],
      useFactory: (storage: Quotas) => ({
        throttlers: POLICIES.map(({ name, quota, window }) => ({ name, limit: quota, ttl: window })),
        storage,
      }),
    }),
  ],
  providers: [LimitsGuard],
  exports: [LimitsGuard, QuotasModule],
})
export class LimitsModule {}
