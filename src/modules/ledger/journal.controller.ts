import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { isId } from '../../kernel/id.js';
import { Scope } from '../../platform/auth/access.js';
import { aName, anId, instants } from '../../platform/http/filters.js';
import type { List, Page } from '../../platform/http/page.js';
import { Paged } from '../../platform/http/paged.js';
import { JournalQueries, type Explanation } from './journal.queries.js';
import type { JournalView } from './journal.views.js';
import { JournalNotFound } from './ledger.errors.js';

@ApiTags('ledger')
@Controller('ledger/journals')
@Scope('ledger:read')
export class JournalController {
  constructor(private readonly journals: JournalQueries) {}

  @Get()
  @ApiOperation({ operationId: 'ledger.journals.list', summary: 'List journals with their lines, newest first' })
  list(
    @Paged({
      fact_provider: aName,
      fact_kind: aName,
      fact_id: aName,
      rule: aName,
      correlation_id: anId,
      effective_at: instants,
    })
    page: Page,
  ): Promise<List<JournalView>> {
    return this.journals.list(page);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'ledger.journals.get', summary: 'Show a journal' })
  one(@Param('id') id: string): Promise<JournalView> {
    return this.journals.one(known(id));
  }

  @Get(':id/explain')
  @ApiOperation({
    operationId: 'ledger.journals.explain',
    summary: 'Walk a journal back to its event and forward through its story',
  })
  explain(@Param('id') id: string): Promise<Explanation> {
    return this.journals.explain(known(id));
  }
}

function known(id: string): string {
  if (!isId(id)) throw new JournalNotFound(id.slice(0, 64));
  return id;
}
