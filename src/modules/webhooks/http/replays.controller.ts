import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { Database } from '../../../platform/database/database.js';
import { instants, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { DeadLetters } from '../inbox/dead-letters.js';
import { RangeReplays, REPLAYS, type ReplayRow } from '../inbox/range-replays.js';
import { DismissalBody, ReplayBody, ReplayList, ReplayView } from './replay.dto.js';

/** What somebody decides about events that came: to fold a range once more, to leave one be. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class ReplaysController {
  constructor(
    private readonly replays: RangeReplays,
    private readonly deadLetters: DeadLetters,
    private readonly database: Database,
  ) {}

  @Post('replays')
  @Scope('webhooks:replay')
  @ApiOperation({
    operationId: 'webhooks.replays.start',
    summary: 'Fold a range of events once more, behind what is live',
  })
  @ApiCreatedResponse({ type: ReplayView })
  async start(@Body() { from, to, status, ...rest }: ReplayBody): Promise<ReplayView> {
    const range = { from: new Date(from), to: new Date(to), statuses: status ?? ['dead', 'skipped'] };
    return new ReplayView(await this.replays.start({ ...range, provider: rest.provider, types: rest.types }));
  }

  @Get('replays')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.replays.list', summary: 'List replays of ranges, newest first' })
  @ApiOkResponse({ type: ReplayList })
  async list(
    @Paged({ status: words('running', 'done', 'cancelled'), created_at: instants }) page: Page,
  ): Promise<List<ReplayView>> {
    const { tail, parameters } = page.sql({});
    const rows = await this.database.query<ReplayRow>(`${REPLAYS} ${tail}`, parameters);
    return page.answer(rows, (row) => new ReplayView(row));
  }

  @Get('replays/:id')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.replays.get', summary: 'Show how far a replay is' })
  @ApiOkResponse({ type: ReplayView })
  async one(@Param('id') id: string): Promise<ReplayView> {
    return new ReplayView(await this.replays.one(id));
  }

  @Delete('replays/:id')
  @Scope('webhooks:replay')
  @ApiOperation({ operationId: 'webhooks.replays.cancel', summary: 'Cancel a replay; what is due already is folded' })
  @ApiOkResponse({ type: ReplayView })
  async cancel(@Param('id') id: string): Promise<ReplayView> {
    return new ReplayView(await this.replays.cancel(id));
  }

  @Put('dead-letters/:id/dismissal')
  @HttpCode(204)
  @Scope('webhooks:replay')
  @ApiOperation({ operationId: 'webhooks.deadLetters.dismiss', summary: 'Leave an event given up, and say why' })
  @ApiNoContentResponse()
  dismiss(@Param('id') id: string, @Body() { reason }: DismissalBody): Promise<void> {
    return this.deadLetters.dismiss(id, reason);
  }
}
