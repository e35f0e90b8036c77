import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { EventLog } from '../../../platform/events/event-log.js';

export class ConsumerView {
  @ApiProperty({ example: 'analytics' }) readonly name: string;
  @ApiProperty({ description: 'Events recorded and not yet read; counted up to 10 000.' }) readonly behind: number;
  @ApiProperty({ description: 'Age of the oldest of them.' }) readonly lag_seconds: number;
  @ApiProperty({ description: 'Events it could not take.' }) readonly parked: number;
  @ApiProperty({ type: String, nullable: true }) readonly paused_at: string | null;
}

export class ConsumerList {
  @ApiProperty({ type: [ConsumerView] }) readonly data: ConsumerView[];
}

/** How far each listener to our own events is. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
@Scope('webhooks:read')
export class DomainEventsController {
  constructor(private readonly log: EventLog) {}

  @Get('consumers')
  @ApiOperation({ operationId: 'webhooks.consumers.list', summary: 'List consumers of domain events with their lag' })
  @ApiOkResponse({ type: ConsumerList })
  async consumers(): Promise<ConsumerList> {
    const standings = await this.log.standings();
    return {
      data: standings.map(({ name, behind, lagSeconds, parked, pausedAt }) => ({
        ...{ name, behind, lag_seconds: lagSeconds, parked },
        paused_at: pausedAt?.toISOString() ?? null,
      })),
    };
  }
}
