import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source.js';

/** A document made from the source stands in the tree as it would be made now. `npm run docs` writes it anew. */
export function expectKept(path: string, made: string): void {
  if (process.env['WRITE_DOCS']) writeFileSync(join(ROOT, path), made);
  expect(read(path)).toBe(made);
}

/** The same of a block between `<!-- name -->` and `<!-- /name -->` of a file written by hand. */
export function expectKeptBlock(path: string, name: string, made: string): void {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = read(path).split(open);
  const [, after] = rest?.split(close) ?? [];
  if (after === undefined) throw new Error(`${path} has no block ${open} ... ${close}.`);
  expectKept(path, `${before}${open}\n${made.trim()}\n${close}${after}`);
}

function read(path: string): string {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return '';
  }
}
