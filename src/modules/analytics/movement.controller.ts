import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { isId } from '../../kernel/id.js';
import { Scope } from '../../platform/auth/access.js';
import { aCurrency, aName, anId, instants, words } from '../../platform/http/filters.js';
import type { List, Page } from '../../platform/http/page.js';
import { Paged } from '../../platform/http/paged.js';
import { MovementNotFound } from './analytics.errors.js';
import { MONEY_KINDS } from './money-kind.js';
import type { MoneyFactView } from './money-fact.view.js';
import { KINDS, REASONS } from './movement.js';
import { MovementList, type MovementCause } from './movement-list.service.js';
import type { MovementView } from './movement.view.js';

const CLOCKS = { effective_at: instants, recorded_at: instants };
const MOVEMENTS = {
  ...CLOCKS,
  kind: words(...KINDS),
  reason: words(...REASONS),
  plan: aName,
  customer: anId,
  subscription: anId,
  currency: aCurrency,
};

@ApiTags('analytics')
@Controller('analytics')
@Scope('analytics:read')
export class MovementController {
  constructor(private readonly list: MovementList) {}

  @Get('movements')
  @ApiOperation({ operationId: 'analytics.movements', summary: 'List movements of recurring revenue, latest first' })
  movements(@Paged(MOVEMENTS) page: Page): Promise<List<MovementView>> {
    return this.list.movements(page);
  }

  @Get('movements/:id')
  @ApiOperation({ operationId: 'analytics.movement', summary: 'A movement and its cause' })
  cause(@Param('id') id: string): Promise<MovementCause> {
    if (!isId(id)) throw new MovementNotFound();
    return this.list.cause(id);
  }

  @Get('money-facts')
  @ApiOperation({ operationId: 'analytics.moneyFacts', summary: 'List what the books told about money, latest first' })
  moneyFacts(
    @Paged({ ...CLOCKS, kind: words(...MONEY_KINDS), rule: aName, currency: aCurrency }) page: Page,
  ): Promise<List<MoneyFactView>> {
    return this.list.moneyFacts(page);
  }
}
