import { HeardCustomer, HeardPayment, HeardSubscription, MetricPolicy, Watermark } from './fact.entity.js';
import { MoneyDaily, MoneyFact } from './money-fact.entity.js';
import { MrrDaily, MrrMovement } from './movement.entity.js';

export const analyticsEntities = [
  ...[MrrMovement, MrrDaily, MoneyFact, MoneyDaily],
  ...[MetricPolicy, HeardSubscription, HeardCustomer, HeardPayment, Watermark],
];
