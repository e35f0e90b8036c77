import { existsSync } from 'node:fs';
import { ConfigurationFaults } from '../platform/config/config.errors.js';
import { loadConfig } from '../platform/config/load-config.js';
import { DataFolderInUse } from '../platform/database/data-folder.js';
import { keys } from './keys.js';
import { migrate } from './migrate.js';
import { reconcile, sync } from './reconcile.js';
import { replay } from './replay.js';
import { session } from './session.js';
import { verify } from './verify.js';

/** Each command answers its exit code: 0 done, 1 something was found. */
const COMMANDS = { verify, migrate, keys, sync, reconcile, replay } as const;

const COULD_NOT_RUN = 2;
const USAGE = 64;

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as keyof typeof COMMANDS] : undefined;
if (!command) {
  console.error(`usage: revenue ${Object.keys(COMMANDS).join('|')} [--json]`);
  process.exit(USAGE);
}

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  process.exit(await session(loadConfig(process.env), (app) => command(app, args)));
} catch (error) {
  if (error instanceof ConfigurationFaults || error instanceof DataFolderInUse) console.error(error.message);
  else console.error(error);
  process.exit(error instanceof ConfigurationFaults ? ConfigurationFaults.exitCode : COULD_NOT_RUN);
}
