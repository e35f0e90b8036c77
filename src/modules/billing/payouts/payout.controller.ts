import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { instants, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { PayoutQueries, type BalanceView, type PayoutView } from './payout-queries.service.js';

const STATUSES = ['pending', 'in_transit', 'paid', 'failed', 'canceled'];

@ApiTags('payouts of the provider')
@Controller('revenue')
@Scope('billing:read')
export class PayoutController {
  constructor(private readonly queries: PayoutQueries) {}

  @Get('payouts')
  @ApiOperation({ operationId: 'payouts.list', summary: 'List what the provider paid out to our bank, newest first' })
  payouts(@Paged({ status: words(...STATUSES), created_at: instants }) page: Page): Promise<List<PayoutView>> {
    return this.queries.payouts(page);
  }

  @Get('balance')
  @ApiOperation({
    operationId: 'balance.get',
    summary: 'Show what the provider holds for us, by the movements we know',
  })
  balance(): Promise<{ data: BalanceView[] }> {
    return this.queries.balance();
  }
}
