// `npm run sandbox [-- --port 12111] [--data .data-sandbox]`: the sandbox as a program of its own.
import { parseArgs } from 'node:util';
import { MikroORM, type EntitySchema } from '@mikro-orm/core';
import { SystemClock } from '../../../kernel/clock.js';
import { readEnvironment } from '../../../platform/config/environment.js';
import { DataFolder } from '../../../platform/database/data-folder.js';
import { Database } from '../../../platform/database/database.js';
import { ormOptions } from '../../../platform/database/orm-options.js';
import { eventsEntities } from '../../../platform/events/events.entities.js';
import { Sandbox } from './sandbox.js';
import { serve } from './served.js';

const SCHEMA = [
  'Migration20261121009000_stripe_sandbox',
  'Migration20261121013000_sandbox_test_clocks',
  'Migration20261121013100_sandbox_snapshots',
];

const { values } = parseArgs({
  options: { port: { type: 'string', default: '12111' }, data: { type: 'string', default: '.data-sandbox' } },
});

try {
  await run(Number(values.port), values.data);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(port: number, path: string): Promise<void> {
  refuseInProduction();
  const folder = DataFolder.claim(path);
  process.once('exit', () => folder.release());
  // MikroORM wants to know at least one table; none of them is used here.
  const settings = { pool: 1, folder: folder.database };
  const orm = await MikroORM.init(await ormOptions(settings, eventsEntities as unknown as EntitySchema[]));
  await orm.migrator.up({ migrations: SCHEMA });
  const machine = new SystemClock();
  const sandbox = new Sandbox({ database: new Database(orm), wall: () => machine.wall() });
  const served = await serve(sandbox, port);
  say(`The Stripe sandbox answers at ${served.url}. It is not Stripe: nothing here is real money.`);
  say(
    `  stripe --api-base ${served.url} … or new Stripe('sk_test_x', { host: '127.0.0.1', port: ${port}, protocol: 'http' })`,
  );
  const stop = async (): Promise<void> => {
    await served.close();
    await orm.close(true);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

function refuseInProduction(): void {
  const { settings } = readEnvironment(process.env);
  if (settings.environment !== 'production' || settings.allowSandbox) return;
  throw new Error('The sandbox does not start with NODE_ENV=production unless REVENUE_ALLOW_SANDBOX=true.');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
