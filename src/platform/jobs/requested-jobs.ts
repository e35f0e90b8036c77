import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import type { ScopeName } from '../auth/access.js';
import { Database } from '../database/database.js';
import { acting } from '../events/act.js';
import { Defects } from '../ops/defects.js';
import type { JobStatus } from './job-record.entity.js';

type Facts = Record<string, unknown>;

/** Says how far the work has come, and that it goes on. It throws when another worker has the job by now */
export type Progress = (facts: Facts) => Promise<void>;

/** Outside any transaction. It may be run again from the beginning if its process dies. @returns what came of it */
export type RequestedWork = (params: Facts, progress: Progress, jobId: string) => Promise<Facts>;

export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly scope: string;
  readonly status: JobStatus;
  readonly progress: Facts;
  readonly result: Facts | null;
  /** Code of what stopped it; the words are in the log. */
  readonly error: string | null;
  readonly requested_at: string;
  readonly finished_at: string | null;
}

/** Runs what was asked for, in whichever worker takes it first; a row is a lease, so a dead worker's job is taken over. */
@Injectable()
export class RequestedJobs {
  private readonly byKind = new Map<string, RequestedWork>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly defects: Defects,
  ) {}

  register(kind: string, work: RequestedWork): void {
    this.byKind.set(kind, work);
  }

  /** Written in the caller's transaction, run once that has committed. @returns the job's id */
  async request(kind: string, scope: ScopeName, params: Facts = {}): Promise<string> {
    if (!this.byKind.has(kind)) throw new Error(`Nobody does jobs of the kind ${kind}.`);
    const id = newId(this.clock.wall());
    await this.database.query(REQUEST, [id, kind, scope, JSON.stringify(params), this.clock.wall()]);
    return id;
  }

  async find(id: string): Promise<JobRow | undefined> {
    const [row] = await this.database.query<JobRow>(
      'select id, kind, scope, status, progress, result, error, requested_at, finished_at from platform_job where id = $1',
      [id],
    );
    return row;
  }

  /** Runs all that waits, one after another; answers how many ran. */
  async drain(): Promise<number> {
    Database.outside('a requested job');
    await this.database.query(GIVE_UP, [GIVEN_UP]);
    let count = 0;
    for (;;) {
      const [taken] = await this.database.query<Taken>(TAKE, [[...this.byKind.keys()]]);
      if (!taken) return count;
      await this.run(taken);
      count += 1;
    }
  }

  private async run({ id, kind, params, attempts }: Taken): Promise<void> {
    const progress: Progress = async (facts) => {
      const [mine] = await this.database.query(PROGRESS, [id, attempts, JSON.stringify(facts)]);
      if (!mine) throw new TakenOver(`Another worker has the job ${id} by now.`);
    };
    try {
      const work = this.byKind.get(kind) as RequestedWork;
      const result = await acting({ correlationId: id, actor: 'engine' }, () => work(params, progress, id));
      await this.database.query(FINISH, [id, attempts, 'done', JSON.stringify(result), null]);
    } catch (error) {
      if (error instanceof TakenOver) return;
      this.defects.report(error, { job: kind });
      const code = error instanceof DomainError ? error.code : FAILED;
      await this.database.query(FINISH, [id, attempts, 'failed', null, code]);
    }
  }
}

interface Taken {
  readonly id: string;
  readonly kind: string;
  readonly params: Facts;
  /** Which attempt this is: whoever is at an earlier one has lost the job. */
  readonly attempts: number;
}

class TakenOver extends Error {}

const FAILED = 'jobs/failed';
const GIVEN_UP = 'jobs/given-up';

const REQUEST = `
  insert into platform_job (id, kind, scope, params, status, requested_at) values ($1, $2, $3, $4::jsonb, 'running', $5)`;

const GIVE_UP = `
  update platform_job set status = 'failed', error = $1, finished_at = clock_timestamp()
  where status = 'running' and attempts >= 3 and locked_until < clock_timestamp()`;

// So many times it may take its worker down with it before it is left alone.
const TAKE = `
  update platform_job set locked_until = clock_timestamp() + interval '5 minutes', attempts = attempts + 1
  where id = (
    select id from platform_job
    where status = 'running' and kind = any($1::text[]) and attempts < 3
      and (locked_until is null or locked_until < clock_timestamp())
    order by requested_at limit 1 for update skip locked)
  returning id, kind, params, attempts`;

const PROGRESS = `
  update platform_job set progress = $3::jsonb, locked_until = clock_timestamp() + interval '5 minutes'
  where id = $1 and attempts = $2 and status = 'running' returning id`;

const FINISH = `
  update platform_job set status = $3, result = $4::jsonb, error = $5, finished_at = clock_timestamp()
  where id = $1 and attempts = $2 and status = 'running'`;
