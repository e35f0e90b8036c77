import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../platform/auth/access.js';
import { FigureQuery, ReportQuery } from './analytics.dto.js';
import type { Explained } from './explanation.js';
import { Explanations } from './explanation.service.js';
import type { FigureSeries, FigureView } from './figure.js';
import { Figures } from './figures.service.js';
import { Light } from './light.service.js';
import { METRICS } from './metrics.js';
import { Overviews } from './overview.service.js';

@ApiTags('analytics')
@Controller('analytics')
@Scope('analytics:read')
export class AnalyticsController {
  constructor(
    private readonly figures: Figures,
    private readonly explanations: Explanations,
    private readonly overviews: Overviews,
    private readonly light: Light,
  ) {}

  @Get('metrics')
  @ApiOperation({ operationId: 'analytics.metrics', summary: 'List the metrics with their formulas' })
  catalogue() {
    const data = [...METRICS.values()].map(({ name, unit, kind, formula, definition, floor }) => ({
      ...{ name, unit, kind, formula, definition, floor },
      href: `/api/v1/analytics/metrics/${name}`,
    }));
    return { data };
  }

  @Get('metrics/:name')
  @ApiOperation({ operationId: 'analytics.metric', summary: 'A figure, a series of it, or how it is made' })
  async metric(
    @Param('name') name: string,
    @Query() { explain, min_n, ...asked }: FigureQuery,
  ): Promise<FigureView | FigureSeries | Explained> {
    const minN = min_n === undefined ? undefined : Number(min_n);
    if (explain === '1' || explain === 'true') return this.explanations.explain(name, asked, minN);
    if (asked.granularity === undefined) return this.figures.figure(name, asked, minN);
    const { figure, series } = await this.figures.series(name, asked, minN);
    return { ...figure, granularity: asked.granularity, series };
  }

  @Get('bridge')
  @ApiOperation({ operationId: 'analytics.bridge', summary: 'From the MRR at the start to the MRR at the end' })
  bridge(@Query() asked: ReportQuery) {
    return this.overviews.bridge(asked);
  }

  @Get('proofs')
  @ApiOperation({ operationId: 'analytics.proofs', summary: 'What the proofs of the books said last' })
  async proofs() {
    if (this.light.last().length === 0) await this.light.run();
    return { ...this.light.look(), data: this.light.last() };
  }
}
