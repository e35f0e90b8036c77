import { Body, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Scope } from '../../../platform/auth/access.js';
import { callerOf } from '../../../platform/auth/caller.js';
import { aName, instants, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { RequestedJobs } from '../../../platform/jobs/requested-jobs.js';
import { Breaks } from './breaks.service.js';
import { BREAK_KINDS, LAYERS } from './finding.js';
import { ResolutionBody, RunBody } from './reconciliation.dto.js';
import { RECONCILE, SYNC } from './reconciliation.job.js';
import { Reconciliation } from './reconciliation.service.js';
import { ReconciliationQueries } from './reconciliation-queries.service.js';
import type { BreakView, RunDetail, RunView, StartedView } from './reconciliation.views.js';

const BREAKS = {
  status: words('open', 'explained', 'closed'),
  kind: words(...BREAK_KINDS),
  layer: words(...LAYERS),
  subject: aName,
  opened_at: instants,
};

@ApiTags('reconciliation')
@Controller('revenue')
export class ReconciliationController {
  constructor(
    private readonly jobs: RequestedJobs,
    private readonly breaks: Breaks,
    private readonly queries: ReconciliationQueries,
    private readonly reconciliation: Reconciliation,
  ) {}

  @Post('sync')
  @HttpCode(202)
  @Scope('ops:write')
  @ApiOperation({ operationId: 'reconciliation.sync', summary: 'Compare events and objects with the provider now' })
  async sync(): Promise<StartedView> {
    return { job_id: await this.jobs.request(SYNC, 'ops:write'), status: 'running' };
  }

  @Post('reconciliation/runs')
  @HttpCode(202)
  @Scope('billing:write')
  @ApiOperation({ operationId: 'reconciliation.runs.start', summary: 'Compare layers of the books with the provider' })
  async start(@Body() { layers, from, until }: RunBody): Promise<StartedView> {
    this.reconciliation.mustAccept({
      from: from ? new Date(from) : undefined,
      until: until ? new Date(until) : undefined,
    });
    const params = { ...(layers && { layers }), ...(from && { from }), ...(until && { until }) };
    return { job_id: await this.jobs.request(RECONCILE, 'billing:write', params), status: 'running' };
  }

  @Get('reconciliation/runs')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'reconciliation.runs.list', summary: 'List comparisons made, newest first' })
  runs(@Paged({ layer: words(...LAYERS), created_at: instants }) page: Page): Promise<List<RunView>> {
    return this.queries.runs(page);
  }

  @Get('reconciliation/runs/:id')
  @Scope('billing:read')
  @ApiOperation({
    operationId: 'reconciliation.runs.get',
    summary: 'Show a comparison with the proof of what was seen',
  })
  run(@Param('id') id: string): Promise<RunDetail> {
    return this.queries.run(id);
  }

  @Get('reconciliation/breaks')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'reconciliation.breaks.list', summary: 'List differences found, newest first' })
  list(@Paged(BREAKS) page: Page): Promise<List<BreakView>> {
    return this.queries.breaks(page);
  }

  @Put('reconciliation/breaks/:id/resolution')
  @Scope('billing:write')
  @ApiOperation({
    operationId: 'reconciliation.breaks.resolve',
    summary: 'Explain or close a difference, with a reason',
  })
  async resolve(
    @Param('id') id: string,
    @Body() body: ResolutionBody,
    @Req() request: FastifyRequest,
  ): Promise<BreakView> {
    const { id: found } = await this.queries.break(id);
    await this.breaks.resolve(found, { ...body, by: callerOf(request)?.name ?? 'unknown' });
    return this.queries.break(found);
  }
}
