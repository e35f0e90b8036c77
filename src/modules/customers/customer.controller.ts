import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../platform/auth/access.js';
import { aName, instants, words, type Filter } from '../../platform/http/filters.js';
import type { List, Page } from '../../platform/http/page.js';
import { Paged } from '../../platform/http/paged.js';
import { CustomerChangeBody, CustomerList } from './customer.dto.js';
import { CustomerPage } from './customer.queries.js';
import { CustomerView } from './customer.views.js';
import { Profiles } from './profile.service.js';
import { STAGES } from './stage.js';

const anEmail: Filter = {
  rule: 'an e-mail address',
  range: false,
  type: 'text',
  read: (text) => (text.includes('@') ? text : undefined),
};

/** Registering is billing's, under this path. */
@ApiTags('customers')
@Controller('revenue/customers')
export class CustomerController {
  constructor(
    private readonly customers: CustomerPage,
    private readonly profiles: Profiles,
  ) {}

  @Get()
  @Scope('customers:read')
  @ApiOperation({ operationId: 'customers.list', summary: 'List customers, newest first' })
  @ApiOkResponse({ type: CustomerList })
  list(
    @Paged({ email: anEmail, provider_id: aName, stage: words(...STAGES), created_at: instants }) page: Page,
  ): Promise<List<CustomerView>> {
    return this.customers.list(page);
  }

  @Get(':id')
  @Scope('customers:read')
  @ApiOperation({ operationId: 'customers.get', summary: 'Show a customer, by our id or the provider’s' })
  @ApiOkResponse({ type: CustomerView })
  one(@Param('id') id: string): Promise<CustomerView> {
    return this.customers.one(id);
  }

  @Patch(':id')
  @Scope('customers:write')
  @ApiOperation({ operationId: 'customers.change', summary: 'Correct a customer' })
  @ApiOkResponse({ type: CustomerView })
  async change(@Param('id') id: string, @Body() body: CustomerChangeBody): Promise<CustomerView> {
    await this.profiles.change(id, body);
    return this.customers.one(id);
  }
}
