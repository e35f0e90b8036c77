import type { EntitySchema } from '@mikro-orm/core';
import { demoEntities } from './demo/demo.entities.js';
import { analyticsEntities } from './modules/analytics/analytics.entities.js';
import { billingEntities } from './modules/billing/billing.entities.js';
import { customersEntities } from './modules/customers/customers.entities.js';
import { ledgerEntities } from './modules/ledger/ledger.entities.js';
import { webhooksEntities } from './modules/webhooks/webhooks.entities.js';
import { authEntities } from './platform/auth/auth.entities.js';
import { signInEntities } from './platform/auth/sign-in.entities.js';
import { eventsEntities } from './platform/events/events.entities.js';
import { httpEntities } from './platform/http/http.entities.js';
import { jobsEntities } from './platform/jobs/jobs.entities.js';
import { opsEntities } from './platform/ops/ops.entities.js';
import { vaultEntities } from './platform/vault/vault.entities.js';

/** Every table the program knows: each module lists its own. */
export const entities = [
  ...eventsEntities,
  ...authEntities,
  ...signInEntities,
  ...httpEntities,
  ...jobsEntities,
  ...opsEntities,
  ...vaultEntities,
  ...customersEntities,
  ...ledgerEntities,
  ...webhooksEntities,
  ...billingEntities,
  ...analyticsEntities,
  ...demoEntities,
] as unknown as EntitySchema[];
