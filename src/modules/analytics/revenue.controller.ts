import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../platform/auth/access.js';
import { Overviews } from './overview.service.js';

/** `GET /api/v1/revenue`, and `GET /api/revenue`, which stands beside the prefix. */
@ApiTags('dashboard')
@Controller(['revenue', 'api/revenue'])
@Scope('analytics:read')
export class RevenueController {
  constructor(private readonly overviews: Overviews) {}

  @Get()
  @ApiOperation({ operationId: 'revenue.summary', summary: 'Recurring and total revenue, customers' })
  revenue() {
    return this.overviews.revenue();
  }
}
