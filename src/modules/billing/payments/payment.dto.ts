import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, Length } from 'class-validator';
import { IsAmount, IsCurrency, IsMetadata, type AmountInput, IsOmittable } from '../../../platform/http/dto.js';

export class PaymentBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same payment.' })
  @IsOmittable()
  @IsUUID()
  id?: string;

  @ApiProperty({ description: 'Our id of the customer or the provider’s (`cus_...`).' })
  @IsString()
  @Length(1, 255)
  customer_id: string;

  @IsAmount()
  amount: AmountInput;

  @IsCurrency()
  currency: string;

  @ApiPropertyOptional({ maxLength: 1000, example: 'Professional Plan Subscription' })
  @IsOmittable()
  @IsString()
  @Length(1, 1000)
  description?: string;

  @ApiPropertyOptional({ description: 'A method on file; the customer’s usual one when absent.' })
  @IsOmittable()
  @IsString()
  @Length(1, 255)
  payment_method_id?: string;

  @ApiPropertyOptional({ enum: ['automatic', 'manual'], description: '`manual` only authorises.' })
  @IsOmittable()
  @IsIn(['automatic', 'manual'])
  capture?: 'automatic' | 'manual';

  @IsOmittable()
  @IsMetadata()
  metadata?: Record<string, string>;
}

export class CaptureBody {
  @IsOmittable()
  @IsAmount()
  amount?: AmountInput;

  @IsOmittable()
  @IsCurrency()
  currency?: string;
}

const CANCELLATION_REASONS = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;

export class PaymentCancellationBody {
  @ApiPropertyOptional({ enum: CANCELLATION_REASONS })
  @IsOmittable()
  @IsIn(CANCELLATION_REASONS)
  reason?: (typeof CANCELLATION_REASONS)[number];
}

export const REFUND_REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export class RefundBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same refund.' })
  @IsOmittable()
  @IsUUID()
  id?: string;

  @IsOmittable()
  @IsAmount()
  amount?: AmountInput;

  @IsOmittable()
  @IsCurrency()
  currency?: string;

  @ApiPropertyOptional({ enum: REFUND_REASONS })
  @IsOmittable()
  @IsIn(REFUND_REASONS)
  reason?: (typeof REFUND_REASONS)[number];
}

export class PaymentMethodBody {
  @ApiProperty({ description: 'The provider’s id of a method (`pm_...`).', example: 'pm_card_visa' })
  @IsString()
  @Length(1, 255)
  payment_method_id: string;
}
