import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HOME, inherited, NODE } from '../process.js';

/**
 * A heap image of a worker that is put together and connected to nothing. Waking from it costs a fifth of a start, and
 * what wakes is the program's own code. @returns where it is
 */
export async function imageOf(env: Readonly<Record<string, string>>): Promise<string> {
  const image = join(await mkdtemp(join(tmpdir(), 'revenue-chaos-image-')), 'worker.blob');
  const settings = inherited({ ...env, ROLE: 'worker' });
  await promisify(execFile)(NODE, ['test/chaos/support/image/take.js', image], { cwd: HOME, env: settings });
  return image;
}
