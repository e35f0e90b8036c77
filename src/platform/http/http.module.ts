import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AuthGuard } from '../auth/auth.guard.js';
import { AuthModule } from '../auth/auth.module.js';
import { Config } from '../config/config.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LimitsGuard } from '../limits/limits.guard.js';
import { LimitsModule } from '../limits/limits.module.js';
import { OpsModule } from '../ops/ops.module.js';
import { ActInterceptor } from './act.interceptor.js';
import { ApiDocument } from './api-document.js';
import { ClosedQuery } from './closed-query.guard.js';
import { Cursors } from './cursors.js';
import { DocsController } from './docs.controller.js';
import { Door } from './door.js';
import { ExpireAnswers } from './expire-answers.job.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { KeptAnswers } from './kept-answers.js';
import { LocationInterceptor } from './location.interceptor.js';
import { OutgoingRequests } from './outgoing/outgoing-requests.js';
import { Subnets } from './outgoing/public-address.js';
import { ProblemFilter } from './problem.filter.js';
import { Routes } from './routes.js';
import { RequestValidation } from './validation.pipe.js';

/** What every route passes, in this order: who, how often, with no parameter it does not know, in whose name, once, with what. */
@Global()
@Module({
  imports: [AuthModule, LimitsModule, OpsModule, JobsModule],
  controllers: [DocsController],
  providers: [
    ApiDocument,
    { provide: APP_GUARD, useExisting: AuthGuard },
    { provide: APP_GUARD, useExisting: LimitsGuard },
    { provide: APP_GUARD, useClass: ClosedQuery },
    { provide: APP_INTERCEPTOR, useClass: ActInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: LocationInterceptor },
    { provide: APP_PIPE, useClass: RequestValidation },
    { provide: APP_FILTER, useClass: ProblemFilter },
    Cursors,
    Door,
    ExpireAnswers,
    Idempotency,
    KeptAnswers,
    Routes,
    { provide: OutgoingRequests, inject: [Config], useFactory: outgoing },
  ],
  exports: [ApiDocument, Cursors, Idempotency, KeptAnswers, OutgoingRequests],
})
export class HttpModule {}

function outgoing({ webhookAllowedSubnets, production }: Config): OutgoingRequests {
  return new OutgoingRequests({ subnets: new Subnets(webhookAllowedSubnets), localhost: !production });
}
