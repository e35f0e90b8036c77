import { IsIn, IsOptional, Matches } from 'class-validator';

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/;

/** What the page may ask for; spelled as in its own URL. */
export class OverviewQuery {
  @IsOptional()
  @IsIn(['7d', '30d', '90d', 'mtd', 'qtd', 'ytd', '12m', 'all'])
  range?: string;

  @IsOptional()
  @Matches(INSTANT)
  from?: string;

  @IsOptional()
  @Matches(INSTANT)
  to?: string;

  @IsOptional()
  @IsIn(['day', 'week', 'month'])
  granularity?: 'day' | 'week' | 'month';
}

/** A figure's own question, as its explain link has it. */
export class FigureQuery extends OverviewQuery {
  @IsOptional()
  @Matches(INSTANT)
  as_of?: string;

  @IsOptional()
  @Matches(INSTANT)
  known_at?: string;

  @IsOptional()
  @Matches(/^[A-Za-z]{3}$/)
  currency?: string;

  @IsOptional()
  @IsIn(['1'])
  explain?: string;
}
