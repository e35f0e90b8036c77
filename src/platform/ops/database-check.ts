import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { HealthChecks, type CheckResult } from './health-checks.js';

/** Whether the database answers, and holds the schema this program was built for. */
@Injectable()
export class DatabaseCheck implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.checks.register('database', () => this.answers());
    this.checks.register('migrations', () => this.schema());
  }

  private async answers(): Promise<CheckResult> {
    await this.database.query('select 1');
    return { status: 'up', details: { store: this.config.databaseUrl ? 'postgres' : 'pglite' } };
  }

  private async schema(): Promise<CheckResult> {
    const pending = await this.database.orm.migrator.getPending();
    return pending.length === 0 ? { status: 'up' } : { status: 'down', details: { pending: pending.length } };
  }
}
