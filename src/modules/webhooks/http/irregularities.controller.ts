import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { aFlag, aName, instants } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { IrregularitiesPage } from './irregularities-page.js';
import { ChainBreakList, ConflictList, type ChainBreakView, type ConflictView } from './irregularities.views.js';

@ApiTags('webhooks')
@Controller('api/v1/webhooks')
@Scope('webhooks:read')
export class IrregularitiesController {
  constructor(private readonly page: IrregularitiesPage) {}

  @Get('chain-breaks')
  @ApiOperation({ operationId: 'webhooks.chainBreaks.list', summary: 'List gaps in objects’ histories, newest first' })
  @ApiOkResponse({ type: ChainBreakList })
  breaks(@Paged({ open: aFlag, object_key: aName, first_seen: instants }) page: Page): Promise<List<ChainBreakView>> {
    return this.page.breaks(page);
  }

  @Get('conflicts')
  @ApiOperation({ operationId: 'webhooks.conflicts.list', summary: 'List second bodies under known ids, newest first' })
  @ApiOkResponse({ type: ConflictList })
  conflicts(@Paged({ provider_id: aName }) page: Page): Promise<List<ConflictView>> {
    return this.page.conflicts(page);
  }
}
