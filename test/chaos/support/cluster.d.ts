export interface Cluster {
  readonly bin: string;
  readonly folder: string;
  readonly port: number;
  readonly url: string;
}

export function startCluster(): Promise<Cluster>;
export function startServer(cluster: Cluster): void;
export function stopServer(cluster: Cluster, how: 'fast' | 'immediate'): void;
export function restartServer(cluster: Cluster, how: 'fast' | 'immediate'): void;
export function removeCluster(cluster: Cluster): void;
export function freePort(): Promise<number>;

/** The server of this run. */
export function ourCluster(): Cluster;
