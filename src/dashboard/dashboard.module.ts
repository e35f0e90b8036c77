import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../modules/analytics/index.js';
import { BillingModule } from '../modules/billing/index.js';
import { WebhooksModule } from '../modules/webhooks/index.js';
import { SignInModule } from '../platform/auth/sign-in.module.js';
import { DataController } from './data.controller.js';
import { LiveController, LivePageController } from './live.controller.js';
import { LiveService } from './live.service.js';
import { PageController } from './page.controller.js';
import { Trouble } from './trouble.js';

@Module({
  imports: [AnalyticsModule, BillingModule, SignInModule, WebhooksModule],
  controllers: [PageController, DataController, LivePageController, LiveController],
  providers: [LiveService, Trouble],
})
export class DashboardModule {}
