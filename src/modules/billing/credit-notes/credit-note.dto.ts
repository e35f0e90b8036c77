import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, Length } from 'class-validator';
import { IsAmount, IsOmittable, type AmountInput } from '../../../platform/http/dto.js';
import { WAYS, type Way } from './credit-note.service.js';

const REASONS = ['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory'];

export class CreditNoteBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same credit note.' })
  @IsOmittable()
  @IsUUID()
  id?: string;

  @ApiProperty({ description: 'Our id or the provider’s.' })
  @IsString()
  @Length(1, 128)
  invoice_id: string;

  @IsAmount()
  amount: AmountInput;

  @ApiPropertyOptional({ enum: REASONS })
  @IsOmittable()
  @IsIn(REASONS)
  reason?: string;

  @ApiPropertyOptional({
    enum: WAYS,
    default: 'refund',
    description: 'How a paid invoice is given back. Of an open one by so much less is owed.',
  })
  @IsOmittable()
  @IsIn(WAYS)
  way?: Way;
}
