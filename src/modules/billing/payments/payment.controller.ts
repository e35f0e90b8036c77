import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Money } from '../../../kernel/money.js';
import { MovesMoney, Scope } from '../../../platform/auth/access.js';
import { aCurrency, anId, instants, words } from '../../../platform/http/filters.js';
import { Idempotency } from '../../../platform/http/idempotency.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { CurrencyDiffers } from './payment.errors.js';
import { OpenPayments } from './open-payment.service.js';
import { CaptureBody, PaymentBody, PaymentCancellationBody, RefundBody } from './payment.dto.js';
import { PaymentQueries } from './payment.queries.js';
import { Payments } from './payment.service.js';
import type { PaymentView, RefundView } from './payment.views.js';
import { Refunds } from './refund.service.js';

const STATUSES = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'requires_capture',
  'processing',
  'succeeded',
  'failed',
  'canceled',
];
const FILTERS = { status: words(...STATUSES), customer_id: anId, currency: aCurrency, created_at: instants };

@ApiTags('payments')
@Controller('revenue/payments')
export class PaymentController {
  constructor(
    private readonly payments: Payments,
    private readonly open: OpenPayments,
    private readonly refunds: Refunds,
    private readonly queries: PaymentQueries,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Scope('billing:write')
  @MovesMoney()
  @ApiOperation({ operationId: 'payments.create', summary: 'Take a payment' })
  async take(@Body() body: PaymentBody): Promise<PaymentView> {
    const { customer_id, amount, currency, description, payment_method_id, capture, metadata } = body;
    const id = await this.payments.take({
      id: body.id ?? this.idempotency.actId,
      customer: customer_id,
      amount: Money.parse(amount, currency),
      description,
      paymentMethod: payment_method_id,
      capture,
      metadata,
    });
    return this.queries.payment(id);
  }

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'payments.list', summary: 'List payments, newest first' })
  list(@Paged(FILTERS) page: Page): Promise<List<PaymentView>> {
    return this.queries.payments(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'payments.get', summary: 'Read a payment' })
  get(@Param('id') id: string): Promise<PaymentView> {
    return this.queries.payment(id);
  }

  @Post(':id/capture')
  @HttpCode(200)
  @Scope('billing:write')
  @MovesMoney()
  @ApiOperation({ operationId: 'payments.capture', summary: 'Capture what is held on the card, all of it or less' })
  async capture(@Param('id') payment: string, @Body() { amount, currency }: CaptureBody): Promise<PaymentView> {
    return this.queries.payment(
      await this.open.capture({ payment, amount, currency, attempt: this.idempotency.actId }),
    );
  }

  @Post(':id/cancellation')
  @HttpCode(200)
  @Scope('billing:write')
  @ApiOperation({ operationId: 'payments.cancel', summary: 'Release what is held, or give up what waits' })
  async cancel(@Param('id') payment: string, @Body() { reason }: PaymentCancellationBody): Promise<PaymentView> {
    return this.queries.payment(await this.open.cancel({ payment, reason, attempt: this.idempotency.actId }));
  }

  @Post(':id/refunds')
  @Scope('billing:refund')
  @MovesMoney()
  @ApiOperation({ operationId: 'payments.refund', summary: 'Refund a payment, all that is left of it or less' })
  async refund(@Param('id') payment: string, @Body() body: RefundBody): Promise<RefundView> {
    const { amount, reason, currency } = body;
    const of = await this.queries.payment(payment);
    if (currency !== undefined && currency !== of.currency) throw new CurrencyDiffers(currency, of.currency);
    return this.queries.refund(
      await this.refunds.issue({ id: body.id ?? this.idempotency.actId, payment, amount, reason }),
    );
  }
}
