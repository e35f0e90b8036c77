import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isId } from '../../kernel/id.js';
import { AnyKey } from '../auth/access.js';
import { callerOf } from '../auth/caller.js';
import type { JobStatus } from './job-record.entity.js';
import { JobNotFound } from './job.errors.js';
import { RequestedJobs } from './requested-jobs.js';

/** Work that was asked for: how far it has come, and what came of it. */
export interface JobView {
  id: string;
  kind: string;
  status: JobStatus;
  /** What is known while it runs, by what the work counts. */
  progress: Record<string, unknown>;
  /** What came of it, once done. */
  result: Record<string, unknown> | null;
  /** Code of what stopped it: of a refusal, `jobs/failed`, or `jobs/given-up` after three workers that died at it. */
  error: string | null;
  requested_at: string;
  finished_at: string | null;
}

@ApiTags('jobs')
@Controller('jobs')
export class JobController {
  constructor(private readonly jobs: RequestedJobs) {}

  @Get(':id')
  @AnyKey()
  @ApiOperation({ operationId: 'jobs.get', summary: 'Show how far a job has come; needs the scope that set it off' })
  async get(@Param('id') id: string, @Req() request: FastifyRequest): Promise<JobView> {
    const job = isId(id) ? await this.jobs.find(id) : undefined;
    const scopes: readonly string[] = callerOf(request)?.scopes ?? [];
    if (!job || !scopes.includes(job.scope)) throw new JobNotFound(id);
    const { scope: _scope, requested_at, finished_at, ...shown } = job;
    return {
      ...shown,
      requested_at: new Date(requested_at).toISOString(),
      finished_at: finished_at && new Date(finished_at).toISOString(),
    };
  }
}
