import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mountAdmin } from '../../../src/admin/index.js';
import { DashboardModule } from '../../../src/dashboard/dashboard.module.js';
import { Clock } from '../../../src/kernel/clock.js';
import { CustomersModule } from '../../../src/modules/customers/index.js';
import { WebhooksModule } from '../../../src/modules/webhooks/index.js';
import { SignInModule } from '../../../src/platform/auth/sign-in.module.js';
import { ConfigurationModule } from '../../../src/platform/config/config.module.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { Database } from '../../../src/platform/database/database.js';
import { EventsModule } from '../../../src/platform/events/events.module.js';
import { configureHttp } from '../../../src/platform/http/configure-http.js';
import { httpAdapter } from '../../../src/platform/http/http-adapter.js';
import { HttpModule } from '../../../src/platform/http/http.module.js';
import { JobsModule } from '../../../src/platform/jobs/jobs.module.js';
import { Proofs } from '../../../src/platform/ops/proofs.js';
import { startDatabase } from '../../support/database.js';

export async function harness() {
  const { database, clock, close } = await startDatabase();
  const config = loadConfig({ NODE_ENV: 'test', REVENUE_DATA_FOLDER: 'memory', LOG_LEVEL: 'silent' });
  @Module({
    providers: [{ provide: Clock, useValue: clock }, { provide: Database, useValue: database }, Proofs],
    exports: [Clock, Database, Proofs],
  })
  class Ground {}
  @Module({
    imports: [
      ConfigurationModule.with(config),
      { module: Ground, global: true },
      EventsModule,
      HttpModule,
      JobsModule,
      SignInModule,
      CustomersModule,
      WebhooksModule,
      DashboardModule,
    ],
  })
  class App {}
  const nest = await NestFactory.create<NestFastifyApplication>(App, httpAdapter(config, clock), {
    logger: ['error'],
    abortOnError: false,
  });
  configureHttp(nest, config);
  await mountAdmin(nest);
  await nest.listen(0, '127.0.0.1');
  return { nest, url: await nest.getUrl(), database, close: async () => (await nest.close(), close()) };
}
