// Writes what is made from the source: docs/problems.md, docs/answers.json, docs/openapi.json, .env.example and the README's table.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { ourNode } from './our-node.js';

if (await ourNode(import.meta.url)) {
  const jest = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    'test/house/.*(problems|openapi|settings)',
  ];
  const { status } = spawnSync(process.execPath, jest, {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: 'inherit',
    env: { ...process.env, WRITE_DOCS: '1' },
  });
  process.exit(status ?? 1);
}
