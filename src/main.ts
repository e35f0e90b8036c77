import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { ConfigurationFaults } from './platform/config/config.errors.js';
import { nearMisses } from './platform/config/environment.js';
import { loadConfig } from './platform/config/load-config.js';
import type { Config } from './platform/config/config.js';
import { DataFolder, DataFolderInUse, DataFolderUnusable } from './platform/database/data-folder.js';
import { home } from './platform/http/built.js';
import { startSentry } from './platform/ops/sentry.js';
import { keepTicksSteady } from './platform/ops/steady-ticks.js';

/** Another process holds what we need: trying again later may work (sysexits.h EX_TEMPFAIL). */
const TRY_AGAIN = 75;

keepTicksSteady();
// What is loaded from here on was compiled by an earlier start: half a second of processor less.
enableCompileCache();
const config = configuration();
await startSentry(config);
const folder = dataFolder(config);
const [{ start, CannotValidate, PortInUse }] = await Promise.all([
  import('./start.js'),
  folder?.beginWith(join(home(import.meta.dirname), 'dist/database')),
]);
await start(config, folder).catch((error: unknown) => {
  if (error instanceof PortInUse) refuse(error, TRY_AGAIN);
  if (error instanceof CannotValidate) refuse(error, ConfigurationFaults.exitCode);
  throw error;
});
// Now, and not when it ends: who is killed leaves it to the next one, too.
flushCompileCache();

function configuration(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  for (const warning of nearMisses(process.env)) console.warn(warning);
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigurationFaults) refuse(error, ConfigurationFaults.exitCode);
    throw error;
  }
}

/** Embedded data is for one process; a second is turned away in words. */
function dataFolder({ databaseUrl, dataFolder: path }: Config): DataFolder | undefined {
  if (databaseUrl !== undefined || path === 'memory') return undefined;
  try {
    const folder = DataFolder.claim(path);
    process.on('exit', () => folder.release());
    return folder;
  } catch (error) {
    if (error instanceof DataFolderInUse) refuse(error, TRY_AGAIN);
    if (error instanceof DataFolderUnusable) refuse(error, ConfigurationFaults.exitCode);
    throw error;
  }
}

function refuse({ message }: Error, code: number): never {
  console.error(message);
  process.exit(code);
}
