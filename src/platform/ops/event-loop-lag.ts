import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Gauge } from 'prom-client';

const NANOSECONDS = 1e9;

/** How far the event loop runs behind: everything else in the process waits at least as long. */
@Injectable()
export class EventLoopLag implements OnApplicationShutdown {
  private readonly delays = monitorEventLoopDelay({ resolution: 20 });
  private readings: readonly [number, number] = [0, 0];
  private readonly timer: NodeJS.Timeout;

  constructor(@InjectMetric('revenue_event_loop_lag_seconds') gauge: Gauge<string>) {
    this.delays.enable();
    this.timer = setInterval(() => {
      const lag = this.read();
      this.readings = [this.readings[1], lag];
      gauge.set(lag);
    }, 1000).unref();
  }

  /** What held for two readings: one long step of work is no reason to send traffic elsewhere. */
  get sustained(): number {
    return Math.min(...this.readings);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.delays.disable();
  }

  private read(): number {
    const median = this.delays.percentile(50) / NANOSECONDS;
    this.delays.reset();
    return Number.isFinite(median) ? median : 0;
  }
}
