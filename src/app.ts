import { MikroORM } from '@mikro-orm/core';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mountAdmin } from './admin/index.js';
import { AppModule, type Parts } from './app.module.js';
import { Sandbox } from './integrations/stripe/index.js';
import { InboundSecrets } from './modules/webhooks/index.js';
import { configureHttp } from './platform/http/configure-http.js';
import { mountSandboxPages } from './sandbox-pages.js';
import { httpAdapter } from './platform/http/http-adapter.js';

/** The program, put together and not yet listening: its database is migrated, its sandbox (if any) knows the time. */
export async function createApp(parts: Parts): Promise<NestFastifyApplication> {
  const { config, machine } = parts;
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), httpAdapter(config, machine), {
    // What the framework says while it puts itself together is for nobody; its warnings are.
    logger: config.logLevel === 'silent' ? false : ['fatal', 'error', 'warn'],
    abortOnError: false,
  });
  configureHttp(app, config);
  if (parts.migrate) await app.get(MikroORM).migrator.up();
  mountSandboxPages(app);
  if (parts.backOffice !== false && config.role !== 'worker') await mountAdmin(app);
  return app;
}

/** The sandbox posts its events to this very app, by HTTP and signed, as a provider would; its pages are here as well. */
export async function connectSandbox(app: NestFastifyApplication, url: string, pagesAt = url): Promise<void> {
  const sandbox = app.get<Sandbox | null>(Sandbox, { strict: false });
  if (!sandbox) return;
  sandbox.servedAt(pagesAt);
  const endpoint = `${url}/webhooks/stripe`;
  await sandbox.endpoint(endpoint);
  app.get(InboundSecrets, { strict: false }).register('stripe', async () => sandbox.secretsOf(endpoint));
}
