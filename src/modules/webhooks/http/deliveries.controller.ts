import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { anId, aName, instants, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { DeliveryReplays } from '../outbound/delivery-replays.js';
import { Endpoints } from '../outbound/endpoint.service.js';
import { TestEvents } from '../outbound/test-events.js';
import { DeliveryDetail, DeliveryList, type DeliveryView } from './delivery.views.js';
import { EndpointReplayBody } from './endpoint.dto.js';
import { RangeReplayedView, ReplayedDeliveriesView, TestAnswerView } from './endpoint.views.js';
import { OutboundPage } from './outbound-page.js';

const STATUS = words('pending', 'succeeded', 'failed');

/** What was sent to endpoints, and sending it again. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class DeliveriesController {
  constructor(
    private readonly page: OutboundPage,
    private readonly endpoints: Endpoints,
    private readonly replays: DeliveryReplays,
    private readonly tests: TestEvents,
  ) {}

  @Get('deliveries')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.deliveries.list', summary: 'List deliveries to all endpoints, newest first' })
  @ApiOkResponse({ type: DeliveryList })
  list(
    @Paged({ status: STATUS, type: aName, subject: aName, endpoint_id: anId, event_id: anId, created_at: instants })
    page: Page,
  ): Promise<List<DeliveryView>> {
    return this.page.deliveries(page);
  }

  @Get('deliveries/:id')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.deliveries.get', summary: 'Show a delivery with its attempts' })
  @ApiOkResponse({ type: DeliveryDetail })
  one(@Param('id') id: string): Promise<DeliveryDetail> {
    return this.page.delivery(id);
  }

  @Post('deliveries/:id/replay')
  @HttpCode(202)
  @Scope('webhooks:replay')
  @ApiOperation({ operationId: 'webhooks.deliveries.replay', summary: 'Send a delivery again, under the same id' })
  @ApiOkResponse({ type: ReplayedDeliveriesView })
  async replay(@Param('id') id: string): Promise<ReplayedDeliveriesView> {
    await this.replays.one(id);
    return { count: 1 };
  }

  @Get('endpoints/:id/deliveries')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.endpoints.deliveries', summary: 'List deliveries to an endpoint' })
  @ApiOkResponse({ type: DeliveryList })
  async ofEndpoint(
    @Param('id') id: string,
    @Paged({ status: STATUS, type: aName, subject: aName, created_at: instants }) page: Page,
  ): Promise<List<DeliveryView>> {
    const { id: endpointId } = await this.endpoints.one(id);
    return this.page.deliveries(page, endpointId);
  }

  @Post('endpoints/:id/replay')
  @HttpCode(202)
  @Scope('webhooks:replay')
  @ApiOperation({ operationId: 'webhooks.endpoints.replay', summary: 'Send what was made for an endpoint again' })
  @ApiAcceptedResponse({ type: RangeReplayedView })
  async replayRange(@Param('id') id: string, @Body() body: EndpointReplayBody): Promise<RangeReplayedView> {
    const { from, to, event_types: eventTypes, only_failed: onlyFailed = false } = body;
    const range = { from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    return { job_id: await this.replays.range(id, { ...range, eventTypes, onlyFailed }), status: 'running' };
  }

  @Post('endpoints/:id/test')
  @HttpCode(200)
  @Scope('webhooks:write')
  @ApiOperation({ operationId: 'webhooks.endpoints.test', summary: 'Send `engine.test` now and show the answer' })
  @ApiOkResponse({ type: TestAnswerView })
  async test(@Param('id') id: string): Promise<TestAnswerView> {
    return new TestAnswerView(await this.tests.send(id));
  }
}
