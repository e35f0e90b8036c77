import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../platform/auth/access.js';
import { ReportQuery } from './analytics.dto.js';
import { Overviews, type Overview } from './overview.service.js';

@ApiTags('dashboard')
@Controller('dashboard')
@Scope('analytics:read')
export class DashboardController {
  constructor(private readonly overviews: Overviews) {}

  @Get('overview')
  @ApiOperation({ operationId: 'dashboard.overview', summary: 'The business in one answer; growth in per cent' })
  overview(@Query() asked: ReportQuery): Promise<Overview> {
    return this.overviews.overview(asked);
  }

  @Get('revenue-metrics')
  @ApiOperation({
    operationId: 'dashboard.revenueMetrics',
    summary: 'Recurring revenue: figures, rates, bridge, series',
  })
  revenueMetrics(@Query() asked: ReportQuery) {
    return this.overviews.revenueMetrics(asked);
  }
}
