import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { IsAmount, IsCurrency, IsMetadata, type AmountInput, IsOmittable } from '../../../platform/http/dto.js';

export class ProductBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same product.' })
  @IsOmittable()
  @IsUUID()
  id?: string;

  @ApiProperty({ example: 'Professional' })
  @IsString()
  @Length(1, 200)
  name: string;

  @ApiPropertyOptional()
  @IsOmittable()
  @IsString()
  @Length(1, 1000)
  description?: string;

  @IsOmittable()
  @IsMetadata()
  metadata?: Record<string, string>;
}

export const INTERVALS = ['day', 'week', 'month', 'year'] as const;

export class PriceBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same price.' })
  @IsOmittable()
  @IsUUID()
  id?: string;

  @ApiProperty({ description: 'Our id of the product or the provider’s (`prod_...`).' })
  @IsString()
  @Length(1, 255)
  product_id: string;

  @IsAmount()
  amount: AmountInput;

  @IsCurrency()
  currency: string;

  @ApiPropertyOptional({ enum: INTERVALS, description: 'How often it is charged; once when absent.' })
  @IsOmittable()
  @IsIn(INTERVALS)
  interval?: (typeof INTERVALS)[number];

  @ApiPropertyOptional({ default: 1, description: 'Charged every so many intervals.' })
  @IsOmittable()
  @IsInt()
  @Min(1)
  @Max(365)
  interval_count?: number;

  @ApiPropertyOptional({ example: 'professional:month:usd:v1' })
  @IsOmittable()
  @IsString()
  @Length(1, 200)
  lookup_key?: string;

  @IsOmittable()
  @IsMetadata()
  metadata?: Record<string, string>;
}
