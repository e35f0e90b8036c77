import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Scope } from '../../../platform/auth/access.js';
import { callerOf } from '../../../platform/auth/caller.js';
import { aName, instants, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { undecided } from '../inbox/dismissal.queries.js';
import { Inbox } from '../inbox/inbox.service.js';
import { InboxPage } from './inbox-page.js';
import { InboxEventDetail, InboxEventList, ReplayedView, type InboxEventView } from './inbox.views.js';

const STATUSES = ['pending', 'waiting', 'done', 'skipped', 'dead'] as const;
const SOURCES = ['webhook', 'backfill', 'api', 'refetch'] as const;

// In full, since `webhooks/` at the root belongs to the providers.
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class InboxController {
  constructor(
    private readonly page: InboxPage,
    private readonly inbox: Inbox,
  ) {}

  @Get('inbox')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.inbox.list', summary: 'List what providers told us, newest first' })
  @ApiOkResponse({ type: InboxEventList })
  list(
    @Paged({
      status: words(...STATUSES),
      source: words(...SOURCES),
      type: aName,
      object_key: aName,
      provider_id: aName,
      received_at: instants,
      occurred_at: instants,
    })
    page: Page,
  ): Promise<List<InboxEventView>> {
    return this.page.list(page);
  }

  @Get('inbox/:id')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.inbox.get', summary: 'Show an event, by our id or the provider’s' })
  @ApiOkResponse({ type: InboxEventDetail })
  one(@Param('id') id: string, @Req() request: FastifyRequest): Promise<InboxEventDetail> {
    return this.page.one(id, callerOf(request)?.scopes.includes('webhooks:raw') ?? false);
  }

  @Post('inbox/:id/replay')
  @HttpCode(202)
  @Scope('webhooks:replay')
  @ApiOperation({ operationId: 'webhooks.inbox.replay', summary: 'Fold an event once more' })
  async replay(@Param('id') id: string): Promise<ReplayedView> {
    const event = await this.page.one(id, false);
    await this.inbox.replay(event.id);
    return { id: event.id, status: 'pending' };
  }

  @Get('dead-letters')
  @Scope('webhooks:read')
  @ApiOperation({
    operationId: 'webhooks.deadLetters.list',
    summary: 'List events that were given up and not dismissed',
  })
  @ApiOkResponse({ type: InboxEventList })
  dead(@Paged({ type: aName, object_key: aName, received_at: instants }) page: Page): Promise<List<InboxEventView>> {
    return this.page.list(page, undecided('i'));
  }
}
