import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { IsCurrency, IsOmittable } from '../../platform/http/dto.js';
import { PRESETS, type Asked } from './report.js';
import type { Granularity } from './screen.js';

const DAY_OR_INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/;
const SPELLED = { message: 'must be a day (2026-11-20) or an instant with offset (2026-11-20T09:15:00Z)' };

/** What a report is asked for; every member may be left out. */
export class ReportQuery implements Asked {
  @ApiPropertyOptional({ description: 'First day or instant of the period.', example: '2026-10-01' })
  @IsOmittable()
  @Matches(DAY_OR_INSTANT, SPELLED)
  from?: string;

  @ApiPropertyOptional({ description: 'First day or instant after the period.', example: '2026-11-01' })
  @IsOmittable()
  @Matches(DAY_OR_INSTANT, SPELLED)
  to?: string;

  @ApiPropertyOptional({ description: 'A period that ends now, in place of `from` and `to`.', enum: PRESETS })
  @IsOmittable()
  @IsIn(PRESETS)
  range?: string;

  @ApiPropertyOptional({ description: 'Where the figure stands: a day is meant whole, an instant includes itself.' })
  @IsOmittable()
  @Matches(DAY_OR_INSTANT, SPELLED)
  as_of?: string;

  @ApiPropertyOptional({ description: 'State of knowledge: what became known later is left out. Now, when absent.' })
  @IsOmittable()
  @Matches(DAY_OR_INSTANT, SPELLED)
  known_at?: string;

  @ApiPropertyOptional({ description: 'Gives a series.', enum: ['day', 'week', 'month'] })
  @IsOmittable()
  @IsIn(['day', 'week', 'month'])
  granularity?: Granularity;

  @IsOmittable()
  @IsCurrency()
  currency?: string;
}

export class FigureQuery extends ReportQuery {
  @ApiPropertyOptional({ description: '`1` answers how the figure is made.', enum: ['0', '1', 'true', 'false'] })
  @IsOmittable()
  @IsIn(['0', '1', 'true', 'false'])
  explain?: string;

  @ApiPropertyOptional({
    description: '`0` lifts the floor under figures that are read as a propensity.',
    example: '0',
  })
  @IsOmittable()
  @Matches(/^\d{1,4}$/, { message: 'must be a whole number of at most four digits' })
  min_n?: string;
}
