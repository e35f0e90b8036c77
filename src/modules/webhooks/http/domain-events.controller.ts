import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { Database } from '../../../platform/database/database.js';
import { iso } from './inbox.views.js';

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
  constructor(private readonly database: Database) {}

  @Get('consumers')
  @ApiOperation({ operationId: 'webhooks.consumers.list', summary: 'List consumers of domain events with their lag' })
  @ApiOkResponse({ type: ConsumerList })
  async consumers(): Promise<ConsumerList> {
    const rows = await this.database.query<Omit<ConsumerView, 'behind'> & { behind: string; lag: string }>(CONSUMERS);
    return {
      data: rows.map(({ name, behind, lag, parked, paused_at }) => ({
        name,
        behind: Number(behind),
        lag_seconds: Math.round(Number(lag)),
        parked: Number(parked),
        paused_at: paused_at === null ? null : iso(paused_at),
      })),
    };
  }
}

const CONSUMERS = `
  select c.name, c.paused_at, coalesce(ahead.behind, 0)::text as behind, coalesce(ahead.lag, 0)::text as lag,
    (select count(*) from platform_parked_event p where p.consumer = c.name)::text as parked
  from platform_consumer c left join lateral (
    select count(*) as behind, extract(epoch from clock_timestamp() - min(recorded_at)) as lag
    from (select recorded_at from platform_event e where (e.tx, e.seq) > (c.tx, c.seq) order by e.tx, e.seq limit 10000) unread
  ) ahead on true
  order by c.name`;
