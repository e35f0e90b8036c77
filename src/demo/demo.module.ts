import { Module } from '@nestjs/common';
import { StripeModule } from '../integrations/stripe/index.js';
import { Worker } from '../worker.js';
import { DemoController } from './demo.controller.js';
import { DemoService } from './demo.service.js';

@Module({
  imports: [StripeModule],
  controllers: [DemoController],
  providers: [DemoService, Worker],
  exports: [DemoService, Worker],
})
export class DemoModule {}
