import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { SERVICE, VERSION } from './build.js';
import type { CheckResult } from './health-checks.js';
import { HealthReport, type Health } from './health.js';
import { Readiness } from './readiness.js';

export interface HealthAnswer<Body extends object = object> {
  readonly status: 200 | 503;
  readonly body: Body;
}

/** How one process is. */
export interface ProcessState {
  readonly status: 'live' | 'ready' | 'not-ready' | 'started' | 'starting';
  readonly service: string;
  /** Why it should not be sent traffic. */
  readonly reason?: string;
}

/** How the whole installation is; numbers and errors only for those who may see them. */
export interface InstallationState extends Health {
  readonly service: string;
  readonly version: string;
  readonly mode: Config['mode'];
  readonly role: Config['role'];
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
  async summary(detailed: boolean): Promise<HealthAnswer<InstallationState>> {
    const { status, checks } = await this.report.read();
    const { mode, role } = this.config;
    const shown = Object.entries(checks).map(([name, check]) => [name, detailed ? check : bare(check)] as const);
    return {
      status: status === 'unhealthy' ? 503 : 200,
      body: { status, service: SERVICE, version: VERSION, mode, role, checks: Object.fromEntries(shown) },
    };
  }

  live(): HealthAnswer<ProcessState> {
    return { status: 200, body: { status: 'live', service: SERVICE } };
  }

  async ready(): Promise<HealthAnswer<ProcessState>> {
    const obstacle = await this.readiness.obstacle();
    return obstacle === undefined
      ? { status: 200, body: { status: 'ready', service: SERVICE } }
      : { status: 503, body: { status: 'not-ready', service: SERVICE, reason: obstacle } };
  }

  startup(): HealthAnswer<ProcessState> {
    return this.readiness.hasStarted
      ? { status: 200, body: { status: 'started', service: SERVICE } }
      : { status: 503, body: { status: 'starting', service: SERVICE } };
  }
}

function bare({ status }: CheckResult): CheckResult {
  return { status };
}
