import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Money } from '../../../kernel/money.js';
import { MovesMoney, Scope } from '../../../platform/auth/access.js';
import { anId, instants, words } from '../../../platform/http/filters.js';
import { Idempotency } from '../../../platform/http/idempotency.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { InvoiceQueries } from './invoice-queries.service.js';
import { InvoiceBody, PaymentAttemptBody } from './invoice.dto.js';
import { Invoices } from './invoice.service.js';
import type { InvoiceView } from './invoice.views.js';

const FILTERS = {
  status: words('draft', 'open', 'paid', 'uncollectible', 'void', 'deleted'),
  customer_id: anId,
  created_at: instants,
};

@ApiTags('invoices')
@Controller('revenue/invoices')
export class InvoiceController {
  constructor(
    private readonly invoices: Invoices,
    private readonly queries: InvoiceQueries,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Scope('billing:write')
  @MovesMoney()
  @ApiOperation({ operationId: 'invoices.create', summary: 'Draft an invoice' })
  async draft(@Body() body: InvoiceBody): Promise<InvoiceView> {
    const { customer_id, currency, lines, days_until_due, metadata } = body;
    const id = await this.invoices.draft({
      id: body.id ?? this.idempotency.actId,
      customer: customer_id,
      currency,
      lines: lines.map(({ description, amount }) => ({ description, amount: Money.parse(amount, currency) })),
      daysUntilDue: days_until_due,
      metadata,
    });
    return this.queries.one(id);
  }

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'invoices.list', summary: 'List invoices, newest first' })
  list(@Paged(FILTERS) page: Page): Promise<List<InvoiceView>> {
    return this.queries.list(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'invoices.get', summary: 'Read an invoice with its lines and payments' })
  get(@Param('id') id: string): Promise<InvoiceView> {
    return this.queries.one(id);
  }

  @Post(':id/finalization')
  @HttpCode(200)
  @Scope('billing:write')
  @ApiOperation({ operationId: 'invoices.finalize', summary: 'Finalise a draft: it never changes after' })
  async finalize(@Param('id') id: string): Promise<InvoiceView> {
    return this.queries.one(await this.invoices.finalize(id, this.attempt));
  }

  @Post(':id/payment-attempts')
  @HttpCode(200)
  @Scope('billing:write')
  @MovesMoney()
  @ApiOperation({ operationId: 'invoices.pay', summary: 'Try to collect an open invoice now' })
  async pay(@Param('id') id: string, @Body() { payment_method_id }: PaymentAttemptBody): Promise<InvoiceView> {
    return this.queries.one(await this.invoices.pay(id, this.attempt, payment_method_id));
  }

  @Put(':id/void')
  @Scope('billing:write')
  @ApiOperation({ operationId: 'invoices.void', summary: 'Void an open invoice' })
  async void(@Param('id') id: string): Promise<InvoiceView> {
    return this.queries.one(await this.invoices.void(id, this.attempt));
  }

  /** A repetition under one key is the same attempt; without a key each is its own. */
  private get attempt(): string {
    return this.idempotency.actId ?? newId(this.clock.now());
  }
}
