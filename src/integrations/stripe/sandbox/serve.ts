// `npm run sandbox`: the sandbox as a program of its own.
import { MikroORM, type EntitySchema } from '@mikro-orm/core';
import { SystemClock } from '../../../kernel/clock.js';
import { ConfigurationFaults } from '../../../platform/config/config.errors.js';
import { readEnvironment } from '../../../platform/config/environment.js';
import type { Settings } from '../../../platform/config/variables.js';
import { DataFolder, DataFolderInUse } from '../../../platform/database/data-folder.js';
import { Database } from '../../../platform/database/database.js';
import { ormOptions } from '../../../platform/database/orm-options.js';
import { eventsEntities } from '../../../platform/events/events.entities.js';
import { Sandbox } from './sandbox.js';
import { askedOf, HELP, Misasked, type Asked } from './serve-asked.js';
import { serve } from './served.js';
import { CannotValidate, loadChecker } from './validation/loading.js';

const SCHEMA = [
  'Migration20261121009000_stripe_sandbox',
  'Migration20261121013000_sandbox_test_clocks',
  'Migration20261121013100_sandbox_snapshots',
];

/** Another process holds what we need: trying again later may work (sysexits.h EX_TEMPFAIL). */
const TRY_AGAIN = 75;

try {
  const asked = askedOf(process.argv.slice(2), process.env);
  if (asked.help) say(HELP);
  else await run(asked);
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(codeOf(error));
}

async function run({ port, data }: Asked): Promise<void> {
  const { settings } = readEnvironment(process.env);
  refuseInProduction(settings);
  const validate = settings.sandboxValidate ? await loadChecker(complain) : undefined;
  const folder = DataFolder.claim(data);
  process.once('exit', () => folder.release());
  // MikroORM wants to know at least one table; none of them is used here.
  const store = { pool: 1, folder: folder.database };
  const orm = await MikroORM.init(await ormOptions(store, eventsEntities as unknown as EntitySchema[]));
  await orm.migrator.up({ migrations: SCHEMA });
  const machine = new SystemClock();
  const sandbox = new Sandbox({
    database: new Database(orm),
    wall: () => machine.wall(),
    ...(validate && { validate }),
  });
  const served = await serve(sandbox, port, complain);
  greet(served.url, validate !== undefined);
  const stop = async (): Promise<void> => {
    await served.close();
    await orm.close(true);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

function greet(url: string, validates: boolean): void {
  const { hostname: host, port } = new URL(url);
  say(`The Stripe sandbox answers at ${url}. It is not Stripe: nothing here is real money.`);
  say(`  stripe --api-base ${url} … or new Stripe('sk_test_x', { host: '${host}', port: ${port}, protocol: 'http' })`);
  if (validates) say('  What it says and takes is held against the declarations of the stripe package.');
}

function refuseInProduction({ environment, allowSandbox, sandboxValidate }: Settings): void {
  if (environment !== 'production') return;
  if (!allowSandbox) {
    throw new Error('The sandbox does not start with NODE_ENV=production unless REVENUE_ALLOW_SANDBOX=true.');
  }
  if (sandboxValidate) {
    throw new ConfigurationFaults([
      { name: 'SANDBOX_VALIDATE', rule: 'must not be set in production: it is for development' },
    ]);
  }
}

function inWords(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return 'Something else listens on that port. Stop it, or name another one with --port.';
  }
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): number {
  if (error instanceof Misasked) return Misasked.exitCode;
  if (error instanceof CannotValidate || error instanceof ConfigurationFaults) return ConfigurationFaults.exitCode;
  const isTaken = error instanceof DataFolderInUse || (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return isTaken ? TRY_AGAIN : 1;
}

function complain(fault: unknown): void {
  process.stderr.write(`${inWords(fault)}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
