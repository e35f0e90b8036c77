import { defineEntity, p } from '@mikro-orm/core';

export type JobStatus = 'running' | 'done' | 'failed';

const JobRecordSchema = defineEntity({
  name: 'JobRecord',
  tableName: 'platform_job',
  indexes: [{ properties: ['requestedAt'], name: 'platform_job_running_index', where: `status = 'running'` }],
  properties: {
    id: p.uuid().primary(),
    kind: p.text(),
    /** The scope a key needs to look at it: the one that set it off. */
    scope: p.text(),
    params: p.json<Record<string, unknown>>(),
    status: p.text().$type<JobStatus>().check("status in ('running', 'done', 'failed')"),
    progress: p.json<Record<string, unknown>>().defaultRaw(`'{}'::jsonb`),
    result: p.json<Record<string, unknown> | null>().nullable(),
    error: p.text().nullable(),
    attempts: p.integer().default(0),
    requestedAt: p.datetime(),
    lockedUntil: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
  },
});

/** Work somebody asked for that takes longer than an answer should. */
export class JobRecord extends JobRecordSchema.class {}

JobRecordSchema.setClass(JobRecord);
