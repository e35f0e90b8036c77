import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';
import { Clock } from '../../kernel/clock.js';
import { dayOf } from '../../kernel/period.js';
import { Database } from '../database/database.js';
import { Defects } from '../ops/defects.js';
import { dueDays } from './due-days.js';
import type { DailyJob } from './job.js';
import { Jobs } from './jobs.js';

/**
 * One row a job and day: whoever inserts it runs it, in whichever process. The row is a lease, not a lock on a
 * connection, so a job whose process died is taken over when its lease is over.
 */
@Injectable()
export class Slots {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly defects: Defects,
    @InjectMetric('revenue_slot_missed_total') private readonly missed: Counter<string>,
  ) {}

  /**
   * Runs what is due at an instant of business time, day by day over all jobs, and ends when nothing is left. Whoever
   * moves the clock calls it with each step, so that every day sees the days before it done.
   * @returns how many slots were run
   */
  async drain(now = this.clock.now()): Promise<number> {
    Database.outside('a daily job');
    const owed = await Promise.all(this.jobs.daily().map(async (job) => ({ job, days: await this.owedBy(job, now) })));
    const days = [...new Set(owed.flatMap((one) => one.days))].toSorted();
    const stuck = new Set<string>();
    let count = 0;
    for (const day of days) {
      for (const { job } of owed.filter((one) => one.days.includes(day) && !stuck.has(one.job.name))) {
        const ran = await this.run(job, day, now);
        if (ran === 'done') count += 1;
        // Its later days wait: they may build on this one.
        else stuck.add(job.name);
      }
    }
    return count;
  }

  private async owedBy(job: DailyJob, now: Date): Promise<string[]> {
    const [last] = await this.database.query<{ slot: string | null }>(LAST_DONE, [job.name]);
    const [failed] = await this.database.query<{ slot: string | null }>(FIRST_OPEN, [job.name]);
    const days = dueDays(now, job.daily, last?.slot ?? undefined);
    return failed?.slot && !days.includes(failed.slot) ? [failed.slot, ...days].toSorted() : days;
  }

  private async run(job: DailyJob, day: string, now: Date): Promise<'done' | 'failed' | 'elsewhere'> {
    const claimed = await this.database.query(CLAIM, [job.name, day]);
    if (claimed.length === 0) return this.stands(job, day);
    if (day < dayOf(now)) this.missed.inc({ job: job.name });
    try {
      await job.run(day);
      await this.database.query(FINISH, [job.name, day, 'done', null]);
      return 'done';
    } catch (error) {
      this.defects.report(error, { job: job.name });
      await this.database.query(FINISH, [job.name, day, 'failed', String(error).slice(0, 500)]);
      return 'failed';
    }
  }

  /** Another process may have done it since we looked: then the next day may begin. */
  private async stands(job: DailyJob, day: string): Promise<'done' | 'elsewhere'> {
    const [row] = await this.database.query<{ state: string }>(STATE, [job.name, day]);
    return row?.state === 'done' ? 'done' : 'elsewhere';
  }
}

const LAST_DONE = `select max(slot) as slot from platform_slot where job = $1 and state = 'done'`;
const FIRST_OPEN = `select min(slot) as slot from platform_slot where job = $1 and state <> 'done'`;
const STATE = 'select state from platform_slot where job = $1 and slot = $2';

const CLAIM = `
  insert into platform_slot as held (job, slot, state, locked_until)
  values ($1, $2, 'running', clock_timestamp() + interval '15 minutes')
  on conflict (job, slot) do update
    set state = 'running', attempts = held.attempts + 1, locked_until = excluded.locked_until, started_at = now()
    where held.state = 'failed' or (held.state = 'running' and held.locked_until < clock_timestamp())
  returning job
`;

const FINISH = `
  update platform_slot set state = $3, last_error = $4, finished_at = clock_timestamp() where job = $1 and slot = $2
`;
