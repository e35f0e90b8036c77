import { IsIn, Matches } from 'class-validator';
import { IsOmittable } from '../platform/http/dto.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/;
const SPELLED = { message: 'must be a day (2026-11-20) or an instant in UTC (2026-11-20T09:15:00Z)' };

/** What the page may ask for; spelled as in its own URL. */
export class OverviewQuery {
  @IsOmittable()
  @IsIn(['7d', '30d', '90d', 'mtd', 'qtd', 'ytd', '12m', 'all'])
  range?: string;

  @IsOmittable()
  @Matches(INSTANT, SPELLED)
  from?: string;

  @IsOmittable()
  @Matches(INSTANT, SPELLED)
  to?: string;

  @IsOmittable()
  @IsIn(['day', 'week', 'month'])
  granularity?: 'day' | 'week' | 'month';
}

/** A figure's own question, as its explain link has it. */
export class FigureQuery extends OverviewQuery {
  @IsOmittable()
  @Matches(INSTANT, SPELLED)
  as_of?: string;

  @IsOmittable()
  @Matches(INSTANT, SPELLED)
  known_at?: string;

  @IsOmittable()
  @Matches(/^[A-Za-z]{3}$/, { message: 'must be the three letters of a currency' })
  currency?: string;

  @IsOmittable()
  @IsIn(['1'])
  explain?: string;
}
