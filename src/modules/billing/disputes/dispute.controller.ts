import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { MovesMoney, Scope } from '../../../platform/auth/access.js';
import { anId, instants, words } from '../../../platform/http/filters.js';
import { Idempotency } from '../../../platform/http/idempotency.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { EvidenceBody } from './dispute.dto.js';
import { DisputeQueries, type DisputeView } from './dispute-queries.service.js';
import { Disputes } from './dispute.service.js';

const FILTERS = {
  status: words(
    ...['warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review'],
    ...['won', 'lost', 'prevented'],
  ),
  payment_id: anId,
  created_at: instants,
};

@ApiTags('disputes')
@Controller('revenue/disputes')
export class DisputeController {
  constructor(
    private readonly disputes: Disputes,
    private readonly queries: DisputeQueries,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'disputes.list', summary: 'List disputes, newest first' })
  list(@Paged(FILTERS) page: Page): Promise<List<DisputeView>> {
    return this.queries.list(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'disputes.get', summary: 'Read a dispute' })
  one(@Param('id') id: string): Promise<DisputeView> {
    return this.queries.one(id);
  }

  @Put(':id/evidence')
  @Scope('billing:write')
  @ApiOperation({ operationId: 'disputes.evidence', summary: 'Put evidence aside; nothing is submitted yet' })
  async evidence(@Param('id') id: string, @Body() { evidence }: EvidenceBody): Promise<DisputeView> {
    return this.queries.one(await this.disputes.prepare(id, evidence, this.attempt()));
  }

  @Post(':id/submission')
  @HttpCode(200)
  @Scope('billing:write')
  @MovesMoney()
  @ApiOperation({ operationId: 'disputes.submit', summary: 'Submit the evidence to the bank: once only' })
  async submit(@Param('id') id: string): Promise<DisputeView> {
    return this.queries.one(await this.disputes.submit(id, this.attempt()));
  }

  @Post(':id/acceptance')
  @HttpCode(200)
  @Scope('billing:refund')
  @MovesMoney()
  @ApiOperation({ operationId: 'disputes.accept', summary: 'Accept the dispute: it is lost without an answer' })
  async accept(@Param('id') id: string): Promise<DisputeView> {
    return this.queries.one(await this.disputes.accept(id, this.attempt()));
  }
  private attempt(): string {
    return this.idempotency.actId ?? newId(this.clock.now());
  }
}
