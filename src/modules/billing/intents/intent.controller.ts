import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { aName, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { IntentQueries } from './intent-queries.service.js';
import { IntentList, type IntentView } from './intent.views.js';

const STATES = ['planned', 'sent', 'succeeded', 'failed', 'unknown'] as const;

@ApiTags('intents')
@Controller('revenue/intents')
export class IntentController {
  constructor(private readonly queries: IntentQueries) {}

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'intents.list', summary: 'List calls to the provider, newest first' })
  @ApiOkResponse({ type: IntentList })
  list(@Paged({ state: words(...STATES), operation: aName, subject: aName }) page: Page): Promise<List<IntentView>> {
    return this.queries.list(page);
  }
}
