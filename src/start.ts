import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger as Log } from '@nestjs/common';
import { Logger } from 'nestjs-pino';
import { connectSandbox, createApp } from './app.js';
import { greet } from './first-run.js';
import { loadChecker } from './integrations/stripe/index.js';
export { CannotValidate } from './integrations/stripe/index.js';
import { SystemClock, seconds } from './kernel/clock.js';
import type { Config } from './platform/config/config.js';
import type { DataFolder } from './platform/database/data-folder.js';
import { Database } from './platform/database/database.js';
import { storeAwaited } from './platform/database/store-awaited.js';
import { JobRunner } from './platform/jobs/job-runner.js';
import { arm } from './platform/ops/failpoints.js';
import { Defects } from './platform/ops/defects.js';
import { stopGracefully } from './platform/ops/graceful-stop.js';
import { OutboundHold } from './platform/ops/outbound-hold.js';
import { Readiness } from './platform/ops/readiness.js';
import { Stopping } from './platform/ops/stopping.js';
import { Worker } from './worker.js';

/** Said in words to whoever starts a second program on one port. */
export class PortInUse extends Error {
  constructor(host: string, port: number) {
    super(`Something else listens on ${host}:${port}. Stop it, or set PORT to another one.`);
    this.name = 'PortInUse';
  }
}

/** From a checked configuration to a running process in its role. */
export async function start(config: Config, folder: DataFolder | undefined): Promise<void> {
  const embedded = config.databaseUrl === undefined;
  arm(config.failpoints);
  const app = await createApp({
    config,
    machine: new SystemClock(seconds(config.clockSkewSeconds)),
    database: { url: config.databaseUrl, pool: config.databasePool, folder: folder?.database },
    migrate: embedded,
    ...(config.sandboxValidate && { sandbox: { validate: await loadChecker(breach) } }),
  });
  stopGracefully(app, config);
  await listen(app, config);
  app.useLogger(app.get(Logger));
  if (!(await storeIsThere(app))) return;
  await connect(app, config);
  app.get(Readiness).started();
  if (config.role !== 'api') await work(app);
  if (config.role === 'all' && embedded) await greet(app, config);
  else tell(app, config);
}

function breach(what: string): void {
  new Log('sandbox').error({ msg: what });
}

/** One line for the log of whoever runs it: what has begun, and where it is to be found. */
function tell(app: NestFastifyApplication, { role, mode, publicUrl }: Config): void {
  const where = role === 'worker' ? 'at work' : `listening at ${publicUrl}`;
  app.get(Logger).log({ msg: `${where}, Stripe: ${mode}` }, 'start');
}

async function listen(app: NestFastifyApplication, { role, host, port }: Config): Promise<void> {
  await app.init();
  if (role === 'worker') return;
  // The framework would print why it cannot listen before it is said in words.
  app.useLogger(false);
  await app.listen(port, host).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new PortInUse(host, port) : error;
  });
}

/** Alive and not ready while it waits. */
function storeIsThere(app: NestFastifyApplication): Promise<boolean> {
  const log = app.get(Logger);
  return storeAwaited(app.get(Database), app.get(Stopping).signal, (msg) => log.warn({ msg }, 'start'));
}

async function connect(app: NestFastifyApplication, { role, port, publicUrl }: Config): Promise<void> {
  if (role !== 'worker') await connectSandbox(app, `http://127.0.0.1:${port}`, publicUrl);
}

async function work(app: NestFastifyApplication): Promise<void> {
  const { signal } = app.get(Stopping);
  await app.get(OutboundHold).begin();
  await app.get(JobRunner).start();
  const defects = app.get(Defects);
  void app
    .get(Worker, { strict: false })
    .run(signal)
    .catch((error: unknown) => defects.report(error, { job: 'worker' }));
}
