import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { MovesMoney, Scope } from '../../../platform/auth/access.js';
import { anId, instants, words } from '../../../platform/http/filters.js';
import { Idempotency } from '../../../platform/http/idempotency.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { SubscriptionQueries } from './subscription-queries.service.js';
import { CancellationBody, PlanBody, SubscriptionBody } from './subscription.dto.js';
import { Subscriptions } from './subscription.service.js';
import type { SubscriptionView, VersionView } from './subscription.views.js';

const STATUSES = ['incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled'];
const FILTERS = { status: words(...STATUSES), customer_id: anId, created_at: instants };

@ApiTags('subscriptions')
@Controller('revenue/subscriptions')
export class SubscriptionController {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly queries: SubscriptionQueries,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Scope('billing:write')
  @MovesMoney()
  @ApiOperation({ operationId: 'subscriptions.create', summary: 'Subscribe a customer to a price' })
  async start(@Body() body: SubscriptionBody): Promise<SubscriptionView> {
    const id = await this.subscriptions.start({
      id: body.id ?? this.idempotency.actId,
      customer: body.customer_id,
      price: body.price_id,
      quantity: body.quantity,
      trialDays: body.trial_days,
      paymentMethod: body.payment_method_id,
      allowParallel: body.allow_parallel,
      metadata: body.metadata,
    });
    return this.queries.one(id);
  }

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'subscriptions.list', summary: 'List subscriptions, newest first' })
  list(@Paged(FILTERS) page: Page): Promise<List<SubscriptionView>> {
    return this.queries.list(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'subscriptions.get', summary: 'Read a subscription' })
  get(@Param('id') id: string): Promise<SubscriptionView> {
    return this.queries.one(id);
  }

  @Get(':id/versions')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'subscriptions.versions', summary: 'Read the history of a subscription' })
  versions(@Param('id') id: string): Promise<{ data: VersionView[] }> {
    return this.queries.versions(id);
  }

  @Put(':id/plan')
  @Scope('billing:write')
  @MovesMoney()
  @ApiOperation({ operationId: 'subscriptions.change-plan', summary: 'Change price or quantity from now on' })
  async changePlan(
    @Param('id') id: string,
    @Body() { price_id, quantity, proration }: PlanBody,
  ): Promise<SubscriptionView> {
    return this.queries.one(await this.subscriptions.changePlan(id, { price: price_id, quantity, proration }));
  }

  @Put(':id/cancellation')
  @Scope('billing:write')
  @ApiOperation({ operationId: 'subscriptions.cancel', summary: 'Cancel at the end of what is paid for, or now' })
  async cancel(
    @Param('id') id: string,
    @Body() { at = 'period_end', reason }: CancellationBody,
  ): Promise<SubscriptionView> {
    return this.queries.one(await this.subscriptions.cancel(id, { at, reason }));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Scope('billing:write')
  @ApiOperation({ operationId: 'subscriptions.cancel-by-post', summary: 'The same, for clients that only post' })
  cancelByPost(@Param('id') id: string, @Body() body: CancellationBody): Promise<SubscriptionView> {
    return this.cancel(id, body);
  }

  @Delete(':id/cancellation')
  @Scope('billing:write')
  @ApiOperation({ operationId: 'subscriptions.keep', summary: 'Take a cancellation back' })
  async keep(@Param('id') id: string): Promise<SubscriptionView> {
    return this.queries.one(await this.subscriptions.keep(id));
  }
}
