import { execFileSync } from 'node:child_process';
import { startCluster } from './cluster.js';

/** Builds the program and starts a Postgres that nobody else uses. */
export default async function begin() {
  execFileSync(process.execPath, ['tools/build.js'], { stdio: 'inherit' });
  const cluster = await startCluster();
  process.env.CHAOS_CLUSTER = JSON.stringify(cluster);
  process.env.TEST_DATABASE_URL = cluster.url;
}
