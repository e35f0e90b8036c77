import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock, FrozenClock } from '../../../src/kernel/clock.js';
import { ApiKeys } from '../../../src/platform/auth/api-keys.js';
import type { ScopeName } from '../../../src/platform/auth/access.js';
import { ConfigurationModule } from '../../../src/platform/config/config.module.js';
import type { Config } from '../../../src/platform/config/config.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { Database } from '../../../src/platform/database/database.js';
import { configureHttp } from '../../../src/platform/http/configure-http.js';
import { httpAdapter } from '../../../src/platform/http/http-adapter.js';
import { HttpModule } from '../../../src/platform/http/http.module.js';
import { Readiness } from '../../../src/platform/ops/readiness.js';

export interface TinyAppOptions {
  readonly database: Database;
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string>>;
  readonly controllers?: readonly Type[];
  readonly imports?: readonly (Type | DynamicModule)[];
}

/** The platform with a controller or two of a test's own, and nothing of the business. */
export interface TinyApp {
  readonly nest: NestFastifyApplication;
  readonly config: Config;
  readonly url: string;
  key(...scopes: ScopeName[]): Promise<string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export async function tinyApp({
  database,
  env = {},
  controllers = [],
  imports = [],
  ...rest
}: TinyAppOptions): Promise<TinyApp> {
  const clock = rest.clock ?? new FrozenClock(new Date('2026-11-21T09:00:00Z'));
  const config = loadConfig({ NODE_ENV: 'test', REVENUE_DATA_FOLDER: 'memory', LOG_LEVEL: 'silent', ...env });

  @Module({
    providers: [
      { provide: Clock, useValue: clock },
      { provide: Database, useValue: database },
    ],
    exports: [Clock, Database],
  })
  class Ground {}

  @Module({ controllers: [...controllers] })
  class Routes {}

  @Module({
    imports: [ConfigurationModule.with(config), { module: Ground, global: true }, HttpModule, Routes, ...imports],
  })
  class Tiny {}

  const nest = await NestFactory.create<NestFastifyApplication>(Tiny, httpAdapter(config, clock), {
    logger: false,
    abortOnError: false,
  });
  configureHttp(nest, config);
  await nest.listen(0, '127.0.0.1');
  nest.get(Readiness).started();
  const url = await nest.getUrl();
  const send = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init);
  return {
    nest,
    config,
    url,
    key: async (...scopes) => (await nest.get(ApiKeys).create({ name: 'test', scopes })).key,
    fetch: send,
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    close: () => nest.close(),
  };
}
