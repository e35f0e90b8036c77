import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { MovesMoney, Scope } from '../../../platform/auth/access.js';
import { anId, instants, words } from '../../../platform/http/filters.js';
import { Idempotency } from '../../../platform/http/idempotency.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { CreditNoteBody } from './credit-note.dto.js';
import { CreditNoteQueries, type CreditNoteView } from './credit-note-queries.service.js';
import { CreditNotes } from './credit-note.service.js';

const FILTERS = { status: words('issued', 'void'), customer_id: anId, invoice_id: anId, issued_at: instants };

@ApiTags('credit notes')
@Controller('revenue/credit-notes')
export class CreditNoteController {
  constructor(
    private readonly notes: CreditNotes,
    private readonly queries: CreditNoteQueries,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Scope('billing:refund')
  @MovesMoney()
  @ApiOperation({ operationId: 'credit-notes.create', summary: 'Credit an invoice, in part or whole' })
  async issue(@Body() body: CreditNoteBody): Promise<CreditNoteView> {
    const { invoice_id: invoice, amount, reason, way } = body;
    const id = body.id ?? this.idempotency.actId;
    return this.queries.one(await this.notes.issue({ id, invoice, amount, reason, way }));
  }

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'credit-notes.list', summary: 'List credit notes, newest first' })
  list(@Paged(FILTERS) page: Page): Promise<List<CreditNoteView>> {
    return this.queries.list(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'credit-notes.get', summary: 'Read a credit note' })
  one(@Param('id') id: string): Promise<CreditNoteView> {
    return this.queries.one(id);
  }

  @Put(':id/void')
  @Scope('billing:refund')
  @ApiOperation({ operationId: 'credit-notes.void', summary: 'Void a credit note: the invoice is owed again' })
  async void(@Param('id') id: string): Promise<CreditNoteView> {
    return this.queries.one(await this.notes.void(id));
  }
}
