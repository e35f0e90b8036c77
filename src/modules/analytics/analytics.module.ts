import { Module } from '@nestjs/common';
import { Ledger, LedgerModule } from '../ledger/index.js';
import { AnalyticsConsumer } from './analytics.consumer.js';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsMetrics } from './analytics.metrics.js';
import { HeardProof } from './heard-proof.js';
import { AnalyticsProofs } from './analytics-proofs.js';
import { Books } from './books.service.js';
import { DashboardController } from './dashboard.controller.js';
import { Explanations } from './explanation.service.js';
import { Figures } from './figures.service.js';
import { Knowledge } from './knowledge.service.js';
import { Light } from './light.service.js';
import { MoneyFacts } from './money.service.js';
import { BalanceWitness } from './money-proof.js';
import { MovementController } from './movement.controller.js';
import { MovementList } from './movement-list.service.js';
import { Overviews } from './overview.service.js';
import { People } from './people.service.js';
import { RecurringRevenue } from './recurring-revenue.service.js';
import { RevenueController } from './revenue.controller.js';
import { ScreenService } from './screen.service.js';

@Module({
  imports: [LedgerModule],
  controllers: [DashboardController, RevenueController, AnalyticsController, MovementController],
  providers: [
    ...[AnalyticsConsumer, Knowledge, RecurringRevenue, MoneyFacts, People],
    ...[Books, Figures, ScreenService, Overviews, Explanations, MovementList, Light, AnalyticsMetrics, AnalyticsProofs],
    HeardProof,
    { provide: BalanceWitness, useExisting: Ledger },
  ],
  exports: [Figures, Overviews, ScreenService, Explanations, MovementList, Light],
})
export class AnalyticsModule {}
