import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { Idempotency } from '../../../platform/http/idempotency.js';
import { CustomerPage, type CustomerView } from '../../customers/index.js';
import { PaymentMethodBody } from '../payments/payment.dto.js';
import { PaymentMethods, type MethodOnFile } from '../payments/payment-method.service.js';
import { CustomerBody } from './account.dto.js';
import { CustomerAccounts } from './customer-account.service.js';

/** Customers as billing opens them: registered with us, with an account at the provider. */
@ApiTags('customers')
@Controller('revenue/customers')
export class AccountController {
  constructor(
    private readonly accounts: CustomerAccounts,
    private readonly methods: PaymentMethods,
    private readonly customers: CustomerPage,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Scope('customers:write')
  @ApiOperation({ operationId: 'customers.create', summary: 'Register a customer' })
  async open(@Body() body: CustomerBody): Promise<CustomerView> {
    const id = await this.accounts.open({ ...body, id: body.id ?? this.idempotency.actId });
    return this.customers.one(id);
  }

  @Get(':id/payment-methods')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'customers.payment-methods.list', summary: 'List the methods on file' })
  async list(@Param('id') id: string): Promise<{ data: ReturnType<typeof methodView>[] }> {
    const { providerId } = await this.accounts.of(id);
    return { data: (await this.methods.list(providerId)).map(methodView) };
  }

  @Post(':id/payment-methods')
  @HttpCode(201)
  @Scope('billing:write')
  @ApiOperation({
    operationId: 'customers.payment-methods.attach',
    summary: 'Put a method on file and make it the usual one',
  })
  async attach(
    @Param('id') id: string,
    @Body() body: PaymentMethodBody,
  ): Promise<ReturnType<typeof methodView> | undefined> {
    const { providerId, guard } = await this.accounts.of(id);
    await guard();
    const method = await this.methods.attach(providerId, body.payment_method_id);
    return method && methodView(method);
  }
}

function methodView({ id, type, card, isUsual }: MethodOnFile) {
  return { payment_method_id: id, id, type, card, usual: isUsual };
}
