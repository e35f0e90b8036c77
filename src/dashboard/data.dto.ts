import { IsIn, Matches } from 'class-validator';
import { IsOmittable } from '../platform/http/dto.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/;

/** What the page may ask for; spelled as in its own URL. */
export class OverviewQuery {
  @IsOmittable()
  @IsIn(['7d', '30d', '90d', 'mtd', 'qtd', 'ytd', '12m', 'all'])
  range?: string;

  @IsOmittable()
  @Matches(INSTANT)
  from?: string;

  @IsOmittable()
  @Matches(INSTANT)
  to?: string;

  @IsOmittable()
  @IsIn(['day', 'week', 'month'])
  granularity?: 'day' | 'week' | 'month';
}

/** A figure's own question, as its explain link has it. */
export class FigureQuery extends OverviewQuery {
  @IsOmittable()
  @Matches(INSTANT)
  as_of?: string;

  @IsOmittable()
  @Matches(INSTANT)
  known_at?: string;

  @IsOmittable()
  @Matches(/^[A-Za-z]{3}$/)
  currency?: string;

  @IsOmittable()
  @IsIn(['1'])
  explain?: string;
}
