import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { IsMetadata, IsOmittable } from '../../../platform/http/dto.js';

export class SubscriptionBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same subscription.' })
  @IsOmittable()
  @IsUUID()
  id?: string;

  @ApiProperty({ description: 'Our id of the customer or the provider’s (`cus_...`).' })
  @IsString()
  @Length(1, 255)
  customer_id: string;

  @ApiProperty({ description: 'Our id of a recurring price or the provider’s (`price_...`).' })
  @IsString()
  @Length(1, 255)
  price_id: string;

  @ApiPropertyOptional({ default: 1 })
  @IsOmittable()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity?: number;

  @ApiPropertyOptional({ description: 'Days before the first invoice.' })
  @IsOmittable()
  @IsInt()
  @Min(1)
  @Max(730)
  trial_days?: number;

  @ApiPropertyOptional({ description: 'A method on file; the customer’s usual one when absent.' })
  @IsOmittable()
  @IsString()
  @Length(1, 255)
  payment_method_id?: string;

  @ApiPropertyOptional({ description: 'Subscribes to the same product once more.' })
  @IsOmittable()
  @IsBoolean()
  allow_parallel?: boolean;

  @IsOmittable()
  @IsMetadata()
  metadata?: Record<string, string>;
}

export class PlanBody {
  @ApiPropertyOptional({ description: 'The price to change to; the present one when absent.' })
  @IsOmittable()
  @IsString()
  @Length(1, 255)
  price_id?: string;

  @ApiPropertyOptional()
  @IsOmittable()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity?: number;

  @ApiPropertyOptional({ enum: ['invoice', 'next_invoice', 'none'], default: 'invoice' })
  @IsOmittable()
  @IsIn(['invoice', 'next_invoice', 'none'])
  proration?: 'invoice' | 'next_invoice' | 'none';
}

export class CancellationBody {
  @ApiPropertyOptional({ enum: ['period_end', 'now'], default: 'period_end' })
  @IsOmittable()
  @IsIn(['period_end', 'now'])
  at?: 'period_end' | 'now';

  @ApiPropertyOptional({ description: 'In the customer’s words.' })
  @IsOmittable()
  @IsString()
  @Length(1, 500)
  reason?: string;
}
