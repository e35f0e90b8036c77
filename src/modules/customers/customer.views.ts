import { ApiProperty } from '@nestjs/swagger';
import { STAGES, type Stage } from './stage.js';

/** A customer as the API shows it. */
export class CustomerView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid', description: 'The same as `id`.' })
  customer_id: string;

  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com' })
  email: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ada Ltd' })
  name: string | null;

  @ApiProperty({ type: String, nullable: true })
  phone: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'ISO 3166-1 alpha-2' })
  country: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'ISO 4217, lower case' })
  currency: string | null;

  @ApiProperty({ enum: STAGES, description: 'New values may come.' })
  stage: Stage;

  @ApiProperty({ enum: ['linked', 'pending'], description: 'Whether the payment provider knows the customer.' })
  provider_status: 'linked' | 'pending';

  @ApiProperty({ type: String, nullable: true, example: 'cus_NffrFeUfNV2Hib' })
  stripe_customer_id: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  metadata: Record<string, string>;

  @ApiProperty({ format: 'date-time' })
  created_at: string;
}
