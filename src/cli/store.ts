import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where what a command works on is kept. */
export interface Store {
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
}

/** What was to be looked at is not there: an empty store in its place would be found in perfect order. */
export class NoStore extends Error {
  constructor(folder: string) {
    super(`There is no store in ${placeOf(folder)}. REVENUE_DATA_FOLDER or DATABASE_URL names the one that is meant.`);
    this.name = 'NoStore';
  }
}

/** @throws NoStore where an embedded installation was never started */
export function mustStand({ databaseUrl, dataFolder }: Store): void {
  if (databaseUrl === undefined && !existsSync(join(dataFolder, 'pglite'))) throw new NoStore(dataFolder);
}

/** In words, without who signs in to it and by which password. */
export function nameOf({ databaseUrl, dataFolder }: Store): string {
  if (databaseUrl === undefined) return `the embedded store in ${placeOf(dataFolder)}`;
  const url = URL.parse(databaseUrl);
  return url ? `the store ${url.pathname.slice(1)} on ${url.host}` : 'the store that DATABASE_URL names';
}

function placeOf(dataFolder: string): string {
  return dataFolder === 'memory' ? 'memory' : resolve(dataFolder);
}
