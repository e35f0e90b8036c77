import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.js';

/** What an installation without given secrets makes for itself, once. Losing the file loses what was sealed with it. */
export interface EmbeddedSecrets {
  readonly pepper: string;
  readonly session_secret: string;
  readonly encryption_key: string;
  readonly webhook_secret: string;
}

const FILE = 'secrets.json';

/** The secrets of the data folder, made when there are none yet; readable by their owner only. */
export function embeddedSecrets(dataFolder: string): EmbeddedSecrets {
  if (dataFolder === 'memory') return fresh();
  const path = join(dataFolder, FILE);
  return existing(path) ?? make(dataFolder, path);
}

// Written aside and linked: whoever comes second, or after a crash half-way, never reads half a file.
function make(dataFolder: string, path: string): EmbeddedSecrets {
  makeFolder(dataFolder);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(fresh(), null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return existing(path) as EmbeddedSecrets;
}

function existing(path: string): EmbeddedSecrets | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as EmbeddedSecrets;
  } catch (error) {
    // Where the folder is a file, making it says so.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new Error(`The secrets in ${path} cannot be read; restore the file from a backup.`, { cause: error });
  }
}

function fresh(): EmbeddedSecrets {
  return {
    pepper: randomBytes(32).toString('base64url'),
    session_secret: randomBytes(32).toString('base64url'),
    encryption_key: `k1:${randomBytes(32).toString('base64')}`,
    webhook_secret: `whsec_${randomBytes(24).toString('base64url')}`,
  };
}
