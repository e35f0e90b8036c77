import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { sampledGauge, type Sample } from '../../platform/ops/metric.js';
import { Figures } from './figures.service.js';

const GAUGES = {
  revenue_total_dollars: { metric: 'total_revenue', help: 'Net revenue to date, in major units of the currency.' },
  subscription_mrr_dollars: { metric: 'mrr', help: 'Monthly recurring revenue under the policy in force.' },
} as const;

/** The business's own gauges, computed when they are looked at. */
@Injectable()
export class AnalyticsMetrics implements OnModuleInit, OnModuleDestroy {
  private ends: (() => void)[] = [];

  constructor(private readonly figures: Figures) {}

  onModuleInit(): void {
    this.ends = Object.entries(GAUGES).map(([name, { metric, help }]) =>
      sampledGauge({ name, help, labelNames: ['currency'] }, () => this.sample(metric)),
    );
  }

  onModuleDestroy(): void {
    for (const end of this.ends) end();
  }

  /** A figure that is not known gives no sample. */
  private async sample(metric: string): Promise<Sample[]> {
    const { value, currency } = await this.figures.figure(metric, {});
    return value === null || currency === null ? [] : [{ labels: { currency }, value }];
  }
}
