import { createRequire } from 'node:module';

/** Found from the source folder as well as from `dist/src`. */
function packageVersion(): string {
  const require = createRequire(import.meta.url);
  for (const path of ['../../../package.json', '../../../../package.json']) {
    try {
      return (require(path) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return '0.0.0';
}

export const SERVICE = 'revenue-engine';
export const VERSION = packageVersion();
