import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { openBoss } from './boss.js';
import { JobRuns } from './job-runs.js';
import { Jobs } from './jobs.js';

const QUEUE = 'revenue-jobs';
/** The name under which all daily jobs are looked at. */
const DAILY = 'daily';
const DAILY_EVERY = seconds(30);

interface Due {
  readonly job: string;
}

/**
 * Sends what is due to pg-boss and works off what it hands out. Every worker sends, and the queue takes one message a
 * job and interval, so one of them runs it. Started by workers only.
 */
@Injectable()
export class JobRunner implements BeforeApplicationShutdown {
  private readonly log = new Logger('jobs');
  private boss: PgBoss | undefined;

  constructor(
    private readonly jobs: Jobs,
    private readonly runs: JobRuns,
    private readonly database: Database,
    private readonly config: Config,
    private readonly timers: SchedulerRegistry,
  ) {}

  async start(): Promise<void> {
    Database.outside('the start of the job queue');
    const boss = await openBoss(this.database.orm, this.config);
    boss.on('error', (error) => this.log.warn({ msg: `the job queue: ${error.message}`, outcome: 'retried' }));
    await boss.start();
    // Reads the queue's own row once, outside any transaction: later sends find it in memory.
    await boss.createQueue(QUEUE);
    const options = { localConcurrency: 2, pollingIntervalSeconds: 1, includeMetadata: true } as const;
    await boss.work(QUEUE, options, (due: JobWithMetadata<Due>[]) => this.run(due));
    this.boss = boss;
    for (const { name, every } of this.jobs.repeated()) await this.repeat(name, every);
    await this.repeat(DAILY, DAILY_EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const name of this.timers.getIntervals()) this.timers.deleteInterval(name);
    await this.boss?.stop({ graceful: true, timeout: seconds(this.config.shutdownSeconds) });
    this.boss = undefined;
  }

  private async repeat(job: string, every: number): Promise<void> {
    const send = () =>
      this.send(job, every).catch((error: unknown) => this.log.warn({ msg: String(error), job, outcome: 'not sent' }));
    this.timers.addInterval(job, setInterval(() => void Database.detached(send), every).unref());
    await send();
  }

  private async send(job: string, every: number): Promise<void> {
    const options = {
      singletonKey: job,
      singletonSeconds: Math.max(1, Math.round(every / 1000)),
      retryLimit: 0,
      expireInSeconds: 900,
    };
    await this.boss?.send(QUEUE, { job } satisfies Due, options);
  }

  private async run(due: readonly JobWithMetadata<Due>[]): Promise<void> {
    for (const { data, createdOn } of due)
      await (data.job === DAILY ? this.runs.daily() : this.runs.one(data.job, createdOn));
  }
}
