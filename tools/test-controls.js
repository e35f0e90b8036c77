// Runs the broken twins of test/controls/README.md alone: each check must fail of a business whose promise is broken.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ourNode } from './our-node.js';

const HOME = resolve(import.meta.dirname, '..');

if (await ourNode(import.meta.url)) {
  const table = readFileSync(join(HOME, 'test/controls/README.md'), 'utf8');
  const rows = [...table.matchAll(/^\| [A-Z]\d+ \|[^|]*\| ([^|]+) \| ([^|]+) \|$/gm)];
  const suites = [...new Set(rows.map(([, suite]) => suite))];
  // A name of a table of tests stands for all of them.
  const names = [...new Set(rows.map(([, , name]) => asPattern(name)))];
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand', '-t', names.join('|')];
  const { status } = spawnSync(process.execPath, [...jest, ...suites], { cwd: HOME, stdio: 'inherit' });
  process.exit(status ?? 1);
}

function asPattern(name) {
  return name.replaceAll(/[.*+?^{}()|[\]\\]/g, '\\$&').replaceAll(/\$\w+/g, '.+');
}
