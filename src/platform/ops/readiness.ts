import { Injectable } from '@nestjs/common';
import { EventLoopLag } from './event-loop-lag.js';
import { HealthReport } from './health.js';
import { Stopping } from './stopping.js';

const MOST_LAG_SECONDS = 1;

/** What has to be up for a request to be served; the rest of health is told and stops nothing. */
const NEEDED = ['database', 'migrations', 'secrets'];

/** Whether this process should be sent traffic. */
@Injectable()
export class Readiness {
  private warm = false;

  constructor(
    private readonly stopping: Stopping,
    private readonly lag: EventLoopLag,
    private readonly health: HealthReport,
  ) {}

  /** Called once, when queues and pages are warm and the process listens. */
  started(): void {
    this.warm = true;
  }

  get hasStarted(): boolean {
    return this.warm;
  }

  /** Why not, in a word; nothing when ready. */
  async obstacle(): Promise<string | undefined> {
    if (this.stopping.isStopping) return 'stopping';
    if (!this.warm) return 'starting';
    if (this.lag.sustained >= MOST_LAG_SECONDS) return 'event-loop-lag';
    const { checks } = await this.health.read();
    return NEEDED.find((name) => checks[name]?.status === 'down');
  }
}
