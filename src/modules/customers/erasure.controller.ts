import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../platform/auth/access.js';
import { DataRequestView, ErasureBody } from './data-request.dto.js';
import { Erasures } from './erasure.service.js';

/** Forgetting a person takes two: one who asks and another who approves. */
@ApiTags('customers')
@Controller('revenue')
export class ErasureController {
  constructor(private readonly erasures: Erasures) {}

  @Post('customers/:id/erasure')
  @HttpCode(202)
  @Scope('customers:erase')
  @ApiOperation({ operationId: 'customers.erasure.ask', summary: 'Ask for a person to be forgotten' })
  @ApiAcceptedResponse({ type: DataRequestView })
  async ask(@Param('id') id: string, @Body() { reason }: ErasureBody): Promise<DataRequestView> {
    return new DataRequestView(await this.erasures.ask(id, reason));
  }

  @Get('data-requests/:id')
  @Scope('customers:read')
  @ApiOperation({ operationId: 'customers.dataRequests.get', summary: 'Show how far a request is' })
  @ApiOkResponse({ type: DataRequestView })
  async one(@Param('id') id: string): Promise<DataRequestView> {
    return new DataRequestView(await this.erasures.one(id));
  }

  @Post('data-requests/:id/approval')
  @HttpCode(202)
  @Scope('customers:erase')
  @ApiOperation({ operationId: 'customers.dataRequests.approve', summary: 'Forget the person, for good' })
  @ApiAcceptedResponse({ type: DataRequestView })
  async approve(@Param('id') id: string): Promise<DataRequestView> {
    return new DataRequestView(await this.erasures.approve(id));
  }

  @Post('data-requests/:id/refusal')
  @HttpCode(200)
  @Scope('customers:erase')
  @ApiOperation({ operationId: 'customers.dataRequests.refuse', summary: 'Leave the person as they are' })
  @ApiOkResponse({ type: DataRequestView })
  async refuse(@Param('id') id: string): Promise<DataRequestView> {
    return new DataRequestView(await this.erasures.refuse(id));
  }
}
