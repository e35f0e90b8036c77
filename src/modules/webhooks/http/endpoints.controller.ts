import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { instants, words } from '../../../platform/http/filters.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { Endpoints } from '../outbound/endpoint.service.js';
import { EndpointBody, EndpointChangeBody, SecretRotationBody } from './endpoint.dto.js';
import { CreatedEndpointView, EndpointList, EndpointView, RotatedSecretView } from './endpoint.views.js';
import { OutboundPage } from './outbound-page.js';

/** Whom we tell of our events, by Standard Webhooks. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks/endpoints')
export class EndpointsController {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly page: OutboundPage,
  ) {}

  @Post()
  @Scope('webhooks:write')
  @ApiOperation({ operationId: 'webhooks.endpoints.create', summary: 'Tell an address of our events' })
  @ApiCreatedResponse({ type: CreatedEndpointView })
  async create(@Body() body: EndpointBody): Promise<CreatedEndpointView> {
    const { description = null, ordering = 'none', payload = 'full', per_second = null, url, event_types } = body;
    const settings = { url, event_types, description, ordering, payload, per_second };
    const { endpoint, secret } = await this.endpoints.create(settings);
    return new CreatedEndpointView(endpoint, secret);
  }

  @Get()
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.endpoints.list', summary: 'List endpoints, newest first' })
  @ApiOkResponse({ type: EndpointList })
  list(@Paged({ status: words('enabled', 'disabled'), created_at: instants }) page: Page): Promise<List<EndpointView>> {
    return this.page.endpoints(page);
  }

  @Get(':id')
  @Scope('webhooks:read')
  @ApiOperation({ operationId: 'webhooks.endpoints.get', summary: 'Show an endpoint' })
  @ApiOkResponse({ type: EndpointView })
  async one(@Param('id') id: string): Promise<EndpointView> {
    return new EndpointView(await this.endpoints.one(id));
  }

  @Patch(':id')
  @Scope('webhooks:write')
  @ApiOperation({ operationId: 'webhooks.endpoints.change', summary: 'Change an endpoint, or disable it' })
  @ApiOkResponse({ type: EndpointView })
  async change(@Param('id') id: string, @Body() { status, ...changes }: EndpointChangeBody): Promise<EndpointView> {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = await this.endpoints.change(id, given);
    return new EndpointView(status === 'disabled' ? await this.endpoints.disable(id, 'by_hand') : changed);
  }

  @Delete(':id')
  @HttpCode(204)
  @Scope('webhooks:write')
  @ApiOperation({ operationId: 'webhooks.endpoints.delete', summary: 'Delete an endpoint' })
  @ApiNoContentResponse()
  remove(@Param('id') id: string): Promise<void> {
    return this.endpoints.remove(id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Scope('webhooks:write')
  @ApiOperation({ operationId: 'webhooks.endpoints.rotateSecret', summary: 'Give an endpoint a new secret' })
  @ApiOkResponse({ type: RotatedSecretView })
  async rotate(
    @Param('id') id: string,
    @Body() { overlap_hours: hours = 24 }: SecretRotationBody,
  ): Promise<RotatedSecretView> {
    const { secret, oldEndsAt } = await this.endpoints.rotateSecret(id, hours);
    return { secret, old_secret_ends_at: oldEndsAt.toISOString() };
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Scope('webhooks:write')
  @ApiOperation({ operationId: 'webhooks.endpoints.enable', summary: 'Enable an endpoint again' })
  @ApiOkResponse({ type: EndpointView })
  async enable(@Param('id') id: string): Promise<EndpointView> {
    return new EndpointView(await this.endpoints.enable(id));
  }
}
