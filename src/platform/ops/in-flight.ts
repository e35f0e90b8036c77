import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Gauge } from 'prom-client';

export type Lane = 'requests' | 'intake' | 'probes';

const MOST: Readonly<Record<Lane, number>> = { requests: 500, intake: 300, probes: Infinity };

/** Requests being answered now, with room for so many of each kind. */
@Injectable()
export class InFlight {
  private readonly lanes = new WeakMap<object, Lane>();
  private readonly counts: Record<Lane, number> = { requests: 0, intake: 0, probes: 0 };

  constructor(@InjectMetric('revenue_http_in_flight') private readonly gauge: Gauge<string>) {}

  /** Whether there was room. */
  enter(request: object, lane: Lane): boolean {
    if (this.counts[lane] >= MOST[lane]) return false;
    this.lanes.set(request, lane);
    this.count(lane, 1);
    return true;
  }

  leave(request: object): void {
    const lane = this.lanes.get(request);
    if (lane && this.lanes.delete(request)) this.count(lane, -1);
  }

  get total(): number {
    return this.counts.requests + this.counts.intake;
  }

  private count(lane: Lane, by: 1 | -1): void {
    this.counts[lane] += by;
    this.gauge.set(this.total);
  }
}
