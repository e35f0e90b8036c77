import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsString, IsUUID, Length, Matches } from 'class-validator';
import { IsCurrency, IsOmittable } from '../../platform/http/dto.js';

const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/;

/** A day in UTC, all of it, or an instant with its offset. */
function IsInstant(description: string): PropertyDecorator {
  return applyDecorators(
    IsOmittable(),
    Matches(INSTANT, { message: 'must be a day (2026-11-20) or an instant with offset (2026-11-20T09:15:00Z)' }),
    IsISO8601({ strict: true }),
    ApiPropertyOptional({ type: String, format: 'date-time', description }),
  );
}

export class TwoClocksQuery {
  @IsInstant('Facts effective before this instant, or to the end of this day in UTC; up to now when absent.')
  as_of?: string;

  @IsInstant('Only what was recorded before this instant, or to the end of this day in UTC.')
  known_at?: string;
}

export class BalancesQuery extends TwoClocksQuery {
  @ApiPropertyOptional({ example: 'stripe_balance' })
  @IsOmittable()
  @IsString()
  @Length(1, 64)
  account?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'A customer or payee.' })
  @IsOmittable()
  @IsUUID()
  party_id?: string;

  @IsOmittable()
  @IsCurrency()
  currency?: string;
}

export class UnmatchedQuery {
  @ApiPropertyOptional({ example: 'clearing:payments', description: 'A matched account; all of them when absent.' })
  @IsOmittable()
  @IsString()
  @Length(1, 64)
  account?: string;

  @ApiPropertyOptional({
    example: '48h',
    default: '0h',
    description: 'Hours or days since the newest line of the key.',
  })
  @IsOmittable()
  @Matches(/^\d{1,4}[hd]$/, { message: 'must be hours or days: 48h, 10d' })
  older_than?: string;
}
