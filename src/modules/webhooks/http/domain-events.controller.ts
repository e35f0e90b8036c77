import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { Database } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { ParkedEvents } from '../../../platform/events/parked-events.js';
import { undecided } from '../inbox/dismissal.queries.js';
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

export class ParkedView {
  @ApiProperty() readonly event_id: string;
  @ApiProperty({ example: 'billing.payment.captured' }) readonly type: string;
  @ApiProperty() readonly subject: string;
  @ApiProperty() readonly sequence: number;
  @ApiProperty() readonly attempts: number;
  @ApiProperty() readonly next_try_at: string;
  @ApiProperty() readonly error: string;
}

export class ParkedList {
  @ApiProperty({ type: [ParkedView] }) readonly data: ParkedView[];
}

export class ReleasedView {
  @ApiProperty({ description: 'Events of the subject that are tried again, in their order.' }) readonly count: number;
}

export class StatsView {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Events that are not settled.',
  })
  readonly inbox: Record<string, number>;
  @ApiProperty({ description: 'Given up and not dismissed.' }) readonly dead_letters: number;
  @ApiProperty() readonly chain_breaks_open: number;
  @ApiProperty({ description: 'Age in seconds of the oldest pending event, due or not.' })
  readonly oldest_pending: number;
  @ApiProperty() readonly deliveries_pending: number;
  @ApiProperty() readonly endpoints_disabled: number;
}

/** How far each listener to our own events is. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
@Scope('webhooks:read')
export class DomainEventsController {
  constructor(
    private readonly log: EventLog,
    private readonly parked: ParkedEvents,
    private readonly database: Database,
  ) {}

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

  @Get('consumers/:name/parked')
  @ApiOperation({ operationId: 'webhooks.consumers.parked', summary: 'List events a consumer could not take' })
  @ApiOkResponse({ type: ParkedList })
  async parkedOf(@Param('name') name: string): Promise<ParkedList> {
    const parked = await this.parked.list(name);
    return {
      data: parked.map(({ next_at: next, last_error: error, ...same }) => ({
        ...same,
        next_try_at: iso(next) ?? next,
        error: error.split('\n')[0] ?? error,
      })),
    };
  }

  @Post('consumers/:name/parked/:id/replay')
  @HttpCode(202)
  @Scope('webhooks:replay')
  @ApiOperation({ operationId: 'webhooks.consumers.release', summary: 'Try a parked event and those behind it again' })
  @ApiOkResponse({ type: ReleasedView })
  async release(@Param('name') name: string, @Param('id') id: string): Promise<ReleasedView> {
    return { count: await this.parked.replay(name, id) };
  }

  @Get('stats')
  @ApiOperation({ operationId: 'webhooks.stats', summary: 'Show how inbox and outbound stand' })
  @ApiOkResponse({ type: StatsView })
  async stats(): Promise<StatsView> {
    const [row] =
      await this.database.query<Record<'pending' | 'waiting' | keyof Omit<StatsView, 'inbox'>, string>>(STATS);
    const { pending, waiting, ...rest } = Object.fromEntries(
      Object.entries(row ?? {}).map(([name, count]) => [name, Math.round(Number(count))]),
    ) as Record<keyof NonNullable<typeof row>, number>;
    return { inbox: { pending, waiting }, ...rest };
  }
}

const STATS = `
  select (select count(*) from webhooks_inbox where status = 'pending')::text as pending,
    (select count(*) from webhooks_inbox where status = 'waiting')::text as waiting,
    (select count(*) from webhooks_inbox i where ${undecided('i')})::text as dead_letters,
    (select count(*) from webhooks_chain_break where closed_at is null)::text as chain_breaks_open,
    (select coalesce(extract(epoch from clock_timestamp() - min(received_at)), 0)
       from webhooks_inbox where status = 'pending')::text as oldest_pending,
    (select count(*) from webhooks_delivery where status = 'pending')::text as deliveries_pending,
    (select count(*) from webhooks_endpoint where status = 'disabled' and deleted_at is null)::text as endpoints_disabled`;
