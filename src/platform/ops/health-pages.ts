import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { SERVICE, VERSION } from './build.js';
import type { CheckResult } from './health-checks.js';
import { HealthReport } from './health.js';
import { Readiness } from './readiness.js';

export interface HealthAnswer {
  readonly status: 200 | 503;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What each health address says, on the main port and on the metrics port alike. */
@Injectable()
export class HealthPages {
  constructor(
    private readonly report: HealthReport,
    private readonly readiness: Readiness,
    private readonly config: Config,
  ) {}

  /** @param detailed whether numbers and errors are shown */
  async summary(detailed: boolean): Promise<HealthAnswer> {
    const { status, checks } = await this.report.read();
    const { mode, role } = this.config;
    const shown = Object.entries(checks).map(([name, check]) => [name, detailed ? check : bare(check)] as const);
    return {
      status: status === 'unhealthy' ? 503 : 200,
      body: { status, service: SERVICE, version: VERSION, mode, role, checks: Object.fromEntries(shown) },
    };
  }

  live(): HealthAnswer {
    return { status: 200, body: { status: 'live', service: SERVICE } };
  }

  async ready(): Promise<HealthAnswer> {
    const obstacle = await this.readiness.obstacle();
    return obstacle === undefined
      ? { status: 200, body: { status: 'ready', service: SERVICE } }
      : { status: 503, body: { status: 'not-ready', service: SERVICE, reason: obstacle } };
  }

  startup(): HealthAnswer {
    return this.readiness.hasStarted
      ? { status: 200, body: { status: 'started', service: SERVICE } }
      : { status: 503, body: { status: 'starting', service: SERVICE } };
  }
}

function bare({ status }: CheckResult): CheckResult {
  return { status };
}
