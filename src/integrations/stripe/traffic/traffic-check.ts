import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthChecks, type CheckResult } from '../../../platform/ops/health-checks.js';
import { Traffic } from './traffic.js';

/** Tells health whether Stripe answers: degraded while it does not, for everything else goes on. */
@Injectable()
export class TrafficCheck implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    private readonly traffic: Traffic,
  ) {}

  onModuleInit(): void {
    this.checks.register('provider', () => this.look());
  }

  private look(): CheckResult {
    return this.traffic.breaker.isOpen
      ? { status: 'degraded', details: { stripe: 'does not answer' } }
      : { status: 'up' };
  }
}
