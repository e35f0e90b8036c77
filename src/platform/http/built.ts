import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What pages load was not built: the program stops rather than show half a screen. */
export class NotBuilt extends Error {
  constructor(path: string) {
    super(`${path} is missing. Run \`npm run build\` first.`);
    this.name = 'NotBuilt';
  }
}

/** A file or folder below `dist`, wherever this module runs from. @throws NotBuilt */
export function built(name: string): string {
  const path = join(home(import.meta.dirname), 'dist', name);
  if (!existsSync(path)) throw new NotBuilt(path);
  return path;
}

/** The project's own folder: the nearest one above with a package. */
export function home(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('This program does not stand in its package.');
  return home(above);
}
