import { existsSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationFaults } from '../platform/config/config.errors.js';
import { readEnvironment } from '../platform/config/environment.js';
import { loadConfig } from '../platform/config/load-config.js';
import { DataFolderInUse, DataFolderUnusable } from '../platform/database/data-folder.js';
import { admin } from './admin.js';
import { HELP, type Command } from './help.js';
import { hold } from './hold.js';
import { keys } from './keys.js';
import { migrate } from './migrate.js';
import { reconcile, sync } from './reconcile.js';
import { replay } from './replay.js';
import { secrets } from './secrets.js';
import { session } from './session.js';
import { mustStand, NoStore } from './store.js';
import { verify } from './verify.js';

type Run = (app: NestFastifyApplication, args: readonly string[]) => Promise<number>;

/** Each command answers its exit code: 0 done, 1 something was found. */
const COMMANDS: Readonly<Record<Command, Run>> = {
  verify,
  migrate,
  keys,
  admin,
  secrets,
  sync,
  reconcile,
  replay,
  hold,
};
/** They may be the first that happens to a store. */
const BEGINS: readonly string[] = ['migrate', 'keys'];

const COULD_NOT_RUN = 2;
const USAGE = 64;

const [name = '', ...args] = process.argv.slice(2);
if ([name, ...args].some((word) => word === '--help' || word === '-h')) {
  console.log(HELP);
  process.exit(0);
}
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as Command] : undefined;
if (!command) {
  console.error(HELP);
  process.exit(USAGE);
}

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  // Before the configuration is loaded, which makes the folder and its secrets.
  const { settings, faults } = readEnvironment(process.env);
  const begins = BEGINS.includes(name);
  if (faults.length === 0 && !begins) mustStand(settings);
  process.exit(await session(loadConfig(process.env), (app) => command(app, args), { begins }));
} catch (error) {
  if (isInWords(error)) console.error(error.message);
  else console.error(error);
  process.exit(error instanceof ConfigurationFaults ? ConfigurationFaults.exitCode : COULD_NOT_RUN);
}

function isInWords(error: unknown): error is Error {
  return [ConfigurationFaults, DataFolderInUse, DataFolderUnusable, NoStore].some((kind) => error instanceof kind);
}
