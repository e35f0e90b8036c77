import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LoggerModule } from 'nestjs-pino';
import { InjectMetric, PrometheusModule } from '@willsoto/nestjs-prometheus';
import { Gauge, Histogram } from 'prom-client';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { VERSION } from './build.js';
import { DatabaseCheck } from './database-check.js';
import { Defects } from './defects.js';
import { EventLoopLag } from './event-loop-lag.js';
import { HealthChecks } from './health-checks.js';
import { HealthController } from './health.controller.js';
import { HealthPages } from './health-pages.js';
import { HealthReport } from './health.js';
import { InFlight } from './in-flight.js';
import { logOptions } from './log-options.js';
import { MetricsController } from './metrics.controller.js';
import { MoneyColumns } from './money-columns.js';
import { MetricsPort } from './metrics-port.js';
import { platformMetrics } from './metrics.js';
import { OutboundHold } from './outbound-hold.js';
import { Readiness } from './readiness.js';
import { RequestRecord } from './request-record.js';
import { Stopping } from './stopping.js';

const offered = [
  Defects,
  EventLoopLag,
  HealthChecks,
  InFlight,
  OutboundHold,
  Readiness,
  RequestRecord,
  Stopping,
  ...platformMetrics,
];

@Global()
@Module({
  imports: [
    LoggerModule.forRootAsync({ inject: [Config], useFactory: (config: Config) => logOptions(config) }),
    TerminusModule.forRoot({ logger: false }),
    PrometheusModule.register({ path: 'metrics', controller: MetricsController }),
  ],
  controllers: [HealthController],
  providers: [...offered, DatabaseCheck, HealthPages, HealthReport, MetricsPort, MoneyColumns],
  exports: offered,
})
export class OpsModule implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    @InjectMetric('revenue_build_info') private readonly buildInfo: Gauge<string>,
    @InjectMetric('database_query_duration') private readonly queries: Histogram<string>,
  ) {}

  onModuleInit(): void {
    const { role, mode } = this.config;
    this.buildInfo.set({ version: VERSION, role, mode }, 1);
    this.database.onQuery = (sql, seconds) => this.queries.observe({ operation: operationOf(sql) }, seconds);
  }
}

const OPERATIONS = new Set(['select', 'insert', 'update', 'delete', 'with']);

/** From a closed list, so that the series stay few. */
function operationOf(sql: string): string {
  const [word = ''] = /[a-z]+/i.exec(sql) ?? [];
  const operation = word.toLowerCase();
  return OPERATIONS.has(operation) ? operation : 'other';
}
