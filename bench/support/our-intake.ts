import { MikroORM } from '@mikro-orm/core';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { entities } from '../../src/mikro-orm.config.js';
import { Folds, WebhooksModule } from '../../src/modules/webhooks/index.js';
import { ConfigurationModule } from '../../src/platform/config/config.module.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { Database } from '../../src/platform/database/database.js';
import { ormOptions } from '../../src/platform/database/orm-options.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { configureHttp } from '../../src/platform/http/configure-http.js';
import { httpAdapter } from '../../src/platform/http/http-adapter.js';
import { HttpModule } from '../../src/platform/http/http.module.js';
import { Readiness } from '../../src/platform/ops/readiness.js';
import { keepTicksSteady } from '../../src/platform/ops/steady-ticks.js';
import { SECRET } from './signed-events.js';

// The engine's intake behind everything a request passes: hooks, guards, interceptors, filters, log line.
//   node our-intake.js <database url>

keepTicksSteady();
const [url = ''] = process.argv.slice(2);
const config = loadConfig({
  NODE_ENV: 'test',
  REVENUE_DATA_FOLDER: 'memory',
  LOG_LEVEL: 'warn',
  DATABASE_URL: url,
  STRIPE_WEBHOOK_SECRETS: SECRET,
});

const orm = await MikroORM.init(await ormOptions({ url, pool: 10 }, entities));

@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: Database, useValue: new Database(orm) },
  ],
  exports: [Clock, Database],
})
class Ground {}

@Module({
  imports: [
    ConfigurationModule.with(config),
    { module: Ground, global: true },
    EventsModule,
    HttpModule,
    WebhooksModule,
  ],
})
class Bench {}

const app = await NestFactory.create<NestFastifyApplication>(Bench, httpAdapter(config), { logger: ['error'] });
configureHttp(app, config);
await app.listen(0, '127.0.0.1');
app.get(Readiness).started();
app.get(Folds).register({ provider: 'stripe', objects: ['invoice'], fold: async () => new Map() });
process.send?.({ port: Number(new URL(await app.getUrl()).port) });
