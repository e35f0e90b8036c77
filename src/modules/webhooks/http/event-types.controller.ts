import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { EventTypes, type EventType } from '../../../platform/events/event-types.js';
import { fullPayload, wireSchema, wireType, type Payload } from '../outbound/wire.js';

/** When the examples happened. */
const THEN = new Date('2026-03-01T00:00:04.120Z');

export class EventTypeView {
  @ApiProperty({ example: 'billing.payment.captured' }) readonly type: string;
  @ApiProperty() readonly version: number;
  @ApiProperty({ description: 'When it is told.' }) readonly meaning: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON Schema of `data` in a full payload.' })
  readonly schema: object;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'A body as an endpoint receives it.' })
  readonly example: Payload;

  constructor({ type, version, meaning, schema, example }: EventType) {
    this.type = wireType(type);
    this.version = version;
    this.meaning = meaning;
    this.schema = wireSchema(type, schema);
    this.example = fullPayload({ type, sequence: 1, occurredAt: THEN, data: example });
  }
}

export class EventTypeList {
  @ApiProperty({ type: [EventTypeView] }) readonly data: EventTypeView[];
}

/** What an endpoint may ask to be told. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class EventTypesController {
  constructor(private readonly types: EventTypes) {}

  @Get('event-types')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.eventTypes.list', summary: 'List what can be told, with schema and example' })
  @ApiOkResponse({ type: EventTypeList })
  list(): EventTypeList {
    return { data: this.types.all().map((type) => new EventTypeView(type)) };
  }
}
