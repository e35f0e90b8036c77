import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { sampledGauge } from '../ops/metric.js';
import { EventLog, type Standing } from './event-log.js';

const LAG = {
  name: 'revenue_event_consumer_lag_seconds',
  help: 'Age of the oldest event a consumer has not read',
  labelNames: ['consumer'],
};
const PARKED = {
  name: 'revenue_event_parked',
  help: 'Events a consumer could not take',
  labelNames: ['consumer'],
};
const HORIZON = {
  name: 'revenue_event_horizon_lag_seconds',
  help: 'How long events have been held back by a transaction that is still open',
  labelNames: [],
};

/** What can be seen from outside of how far our own events are heard, read when it is looked at. */
@Injectable()
export class EventMetrics implements OnModuleInit, OnModuleDestroy {
  private ends: (() => void)[] = [];
  private reading: Promise<readonly Standing[]> | undefined;

  constructor(private readonly log: EventLog) {}

  onModuleInit(): void {
    this.ends = [
      sampledGauge(LAG, () => this.each(({ lagSeconds }) => lagSeconds)),
      sampledGauge(PARKED, () => this.each(({ parked }) => parked)),
      sampledGauge(HORIZON, async () => [{ labels: {}, value: await this.log.horizonLag() }]),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.ends) end();
  }

  private async each(value: (standing: Standing) => number) {
    return (await this.standings()).map((one) => ({ labels: { consumer: one.name }, value: value(one) }));
  }

  /** All gauges are read at once: one look is enough for them. */
  private standings(): Promise<readonly Standing[]> {
    this.reading ??= this.log.standings().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }
}
