import { removeCluster } from './cluster.js';

export default async function end() {
  if (process.env.CHAOS_CLUSTER) removeCluster(JSON.parse(process.env.CHAOS_CLUSTER));
}
