import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { anId, instants, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { PaymentQueries } from './payment.queries.js';
import type { RefundView } from './payment.views.js';

const STATUSES = ['awaiting_approval', 'requested', 'pending', 'requires_action', 'succeeded', 'failed', 'canceled'];

@ApiTags('refunds')
@Controller('revenue/refunds')
export class RefundController {
  constructor(private readonly queries: PaymentQueries) {}

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'refunds.list', summary: 'List refunds, newest first' })
  list(
    @Paged({ status: words(...STATUSES), payment_id: anId, created_at: instants }) page: Page,
  ): Promise<List<RefundView>> {
    return this.queries.refunds(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'refunds.get', summary: 'Read a refund' })
  get(@Param('id') id: string): Promise<RefundView> {
    return this.queries.refund(id);
  }
}
