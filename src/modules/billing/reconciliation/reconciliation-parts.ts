import { BooksLayer } from './books-layer.service.js';
import { Breaks } from './breaks.service.js';
import { EventsLayer } from './events-layer.service.js';
import { LayerComparisons } from './layer-comparisons.service.js';
import { MoneyLayer } from './money-layer.service.js';
import { ObjectsLayer } from './objects-layer.service.js';
import { PayoutsLayer } from './payouts-layer.service.js';
import { MissedEvents } from './missed-events.service.js';
import { OnChainReconciled } from './on-chain-reconciled.js';
import { ReconciliationQueries } from './reconciliation-queries.service.js';
import { ReconciliationJobs } from './reconciliation.job.js';
import { Reconciliation } from './reconciliation.service.js';

/** What reconciliation is made of, for billing's module. */
export const reconciliationParts = [
  BooksLayer,
  Breaks,
  EventsLayer,
  LayerComparisons,
  MissedEvents,
  MoneyLayer,
  ObjectsLayer,
  OnChainReconciled,
  PayoutsLayer,
  Reconciliation,
  ReconciliationJobs,
  ReconciliationQueries,
];
