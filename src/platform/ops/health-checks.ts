import { Injectable } from '@nestjs/common';

/** `degraded` is told but stops no traffic; `down` takes the process out of it; what is `not configured` is not asked. */
export type CheckStatus = 'up' | 'degraded' | 'down' | 'not configured';

export interface CheckResult {
  readonly status: CheckStatus;
  /** Numbers and errors, shown to those with `ops:read` only. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export type Check = () => Promise<CheckResult> | CheckResult;

/** What health asks. Each part registers its own check at start: `inbox`, `books`, `redis`. */
@Injectable()
export class HealthChecks {
  private readonly byName = new Map<string, Check>();

  register(name: string, check: Check): void {
    this.byName.set(name, check);
  }

  all(): readonly (readonly [string, Check])[] {
    return [...this.byName];
  }
}
