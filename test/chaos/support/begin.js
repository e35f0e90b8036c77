import { execFileSync } from 'node:child_process';
import { bundle } from './bundle.js';
import { startCluster } from './cluster.js';

/** Builds the program, once more in few files, and starts a Postgres that nobody else uses. */
export default async function begin() {
  execFileSync(process.execPath, ['tools/build.js'], { stdio: 'inherit' });
  await bundle();
  const cluster = await startCluster();
  process.env.CHAOS_CLUSTER = JSON.stringify(cluster);
  process.env.TEST_DATABASE_URL = cluster.url;
}
