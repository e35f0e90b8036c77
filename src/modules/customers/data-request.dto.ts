import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import type { DataRequest, Evidence } from './data-request.entity.js';
import { REQUEST_STATES, type RequestState } from './data-request.entity.js';

const TEXT = { type: String, nullable: true } as const;

export class ErasureBody {
  @ApiProperty({ minLength: 3, maxLength: 500, description: 'Why; without names or addresses, for it is kept.' })
  @IsString()
  @Length(3, 500)
  reason: string;
}

/** A request to forget a person, and how far it is. */
export class DataRequestView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ format: 'uuid' }) readonly customer_id: string;
  @ApiProperty({ enum: ['erasure'] }) readonly kind: 'erasure';
  @ApiProperty({ enum: REQUEST_STATES }) readonly state: RequestState;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly asked_by: string;
  @ApiProperty() readonly asked_at: string;
  @ApiProperty({ ...TEXT, description: 'Who approved or refused it.' }) readonly decided_by: string | null;
  @ApiProperty(TEXT) readonly decided_at: string | null;
  @ApiProperty({ ...TEXT, description: 'What has to end before the provider can be asked to delete them.' })
  readonly waits_for: string | null;
  @ApiProperty(TEXT) readonly done_at: string | null;
  @ApiProperty({ type: 'array', items: { type: 'object' }, description: 'What each part of the program did.' })
  readonly evidence: Evidence[];

  constructor(request: DataRequest) {
    const { id, customer, kind, state, reason, askedBy, askedAt, decidedBy, decidedAt, waitsFor, doneAt, evidence } =
      request;
    Object.assign(this, { id, customer_id: customer.id, kind, state, reason, evidence });
    this.asked_by = askedBy;
    this.asked_at = askedAt.toISOString();
    this.decided_by = decidedBy ?? null;
    this.decided_at = decidedAt?.toISOString() ?? null;
    this.waits_for = waitsFor ?? null;
    this.done_at = doneAt?.toISOString() ?? null;
  }
}
