// A business under faults for as long as MODEL_SECONDS says, a minute unless set; MODEL_SEED repeats a run.
// With TEST_DATABASE_URL it is played on Postgres, as the stories are.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { ourNode } from './our-node.js';

const HOME = resolve(import.meta.dirname, '..');

if (await ourNode(import.meta.url)) {
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand', 'test/model'];
  const { status } = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], {
    cwd: HOME,
    stdio: 'inherit',
    env: { MODEL_SECONDS: '60', ...process.env },
  });
  process.exit(status ?? 1);
}
