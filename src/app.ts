import { MikroORM } from '@mikro-orm/core';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mountAdmin } from './admin/index.js';
import { AppModule, type Parts } from './app.module.js';
import { Sandbox } from './integrations/stripe/index.js';
import { InboundSecrets } from './modules/webhooks/index.js';
import { configureHttp } from './platform/http/configure-http.js';
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
  if (parts.backOffice !== false) await mountAdmin(app);
  return app;
}

/** The sandbox posts its events to this very app, by HTTP and signed, as a provider would. */
export async function connectSandbox(app: NestFastifyApplication, url: string): Promise<void> {
  const sandbox = app.get<Sandbox | null>(Sandbox, { strict: false });
  if (!sandbox) return;
  const secret = await sandbox.endpoint(`${url}/webhooks/stripe`);
  app.get(InboundSecrets, { strict: false }).register('stripe', async () => [{ label: 'local sandbox', secret }]);
}
