import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsAmount, IsCurrency, IsMetadata, type AmountInput, IsOmittable } from '../../../platform/http/dto.js';

export class InvoiceLineBody {
  @ApiProperty({ example: 'Workshop, two days' })
  @IsString()
  @Length(1, 500)
  description: string;

  @IsAmount()
  amount: AmountInput;
}

export class InvoiceBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same invoice.' })
  @IsOmittable()
  @IsUUID()
  id?: string;

  @ApiProperty({ description: 'Our id of the customer or the provider’s (`cus_...`).' })
  @IsString()
  @Length(1, 255)
  customer_id: string;

  @IsCurrency()
  currency: string;

  @ApiProperty({ type: [InvoiceLineBody], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => InvoiceLineBody)
  lines: InvoiceLineBody[];

  @ApiPropertyOptional({
    description: 'Sent to be paid within so many days; charged to the method on file when absent.',
  })
  @IsOmittable()
  @IsInt()
  @Min(0)
  @Max(365)
  days_until_due?: number;

  @IsOmittable()
  @IsMetadata()
  metadata?: Record<string, string>;
}

export class PaymentAttemptBody {
  @ApiPropertyOptional({ description: 'A method on file; the usual one when absent.' })
  @IsOmittable()
  @IsString()
  @Length(1, 255)
  payment_method_id?: string;
}
