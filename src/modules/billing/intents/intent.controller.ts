import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MovesMoney, Scope } from '../../../platform/auth/access.js';
import { aName, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { DecisionBody } from './decision.dto.js';
import { Decisions } from './decisions.service.js';
import { IntentQueries } from './intent-queries.service.js';
import { IntentList, IntentView } from './intent.views.js';

const STATES = ['planned', 'sent', 'succeeded', 'failed', 'unknown'] as const;

@ApiTags('intents')
@Controller('revenue/intents')
export class IntentController {
  constructor(
    private readonly queries: IntentQueries,
    private readonly decisions: Decisions,
  ) {}

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'intents.list', summary: 'List calls to the provider, newest first' })
  @ApiOkResponse({ type: IntentList })
  list(@Paged({ state: words(...STATES), operation: aName, subject: aName }) page: Page): Promise<List<IntentView>> {
    return this.queries.list(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'intents.get', summary: 'Show a call to the provider' })
  @ApiOkResponse({ type: IntentView })
  one(@Param('id') id: string): Promise<IntentView> {
    return this.queries.one(id);
  }

  @Put(':id/decision')
  @Scope('billing:refund')
  @MovesMoney()
  @ApiOperation({
    operationId: 'intents.decide',
    summary: 'Say what became of a call that nobody can find out about',
  })
  @ApiOkResponse({ type: IntentView })
  async decide(@Param('id') id: string, @Body() body: DecisionBody): Promise<IntentView> {
    const { outcome, result = null, reason: why } = body;
    await this.decisions.decide(id, { result: outcome === 'happened' ? result : null, why });
    return this.queries.one(id);
  }
}
