import { Injectable } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { HttpException } from '@nestjs/common';
import { Clock, seconds } from '../../kernel/clock.js';
import { HealthChecks, type Check, type CheckResult } from './health-checks.js';

const FRESH = seconds(2);
const PATIENCE = seconds(1.5);

export interface Health {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Asks all checks at once through terminus, and remembers the answer for 2 s so that probes cost nothing. */
@Injectable()
export class HealthReport {
  private last: { at: number; health: Promise<Health> } | undefined;

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly checks: HealthChecks,
    private readonly clock: Clock,
  ) {}

  read(): Promise<Health> {
    const now = this.clock.wall().getTime();
    if (!this.last || this.last.at <= now - FRESH) this.last = { at: now, health: this.ask() };
    return this.last.health;
  }

  private async ask(): Promise<Health> {
    const results = new Map<string, CheckResult>();
    const asked = this.checks.all().map(
      ([name, check]) =>
        () =>
          this.indicate(name, check, results),
    );
    await this.terminus.check(asked).catch((error: unknown) => {
      if (!(error instanceof HttpException)) throw error;
    });
    return { status: worst([...results.values()]), checks: Object.fromEntries(results) };
  }

  private async indicate(
    name: string,
    check: Check,
    results: Map<string, CheckResult>,
  ): Promise<HealthIndicatorResult> {
    const result = await inTime(check);
    results.set(name, result);
    const indicator = this.indicators.check(name);
    return result.status === 'down' ? indicator.down() : indicator.up();
  }
}

async function inTime(check: Check): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'down', details: { error: 'no answer in time' } }), PATIENCE);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch (error) {
    return { status: 'down', details: { error: error instanceof Error ? error.message : String(error) } };
  } finally {
    clearTimeout(timer);
  }
}

function worst(results: readonly CheckResult[]): Health['status'] {
  if (results.some(({ status }) => status === 'down')) return 'unhealthy';
  return results.some(({ status }) => status === 'degraded') ? 'degraded' : 'healthy';
}
