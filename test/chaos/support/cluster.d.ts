export interface Cluster {
  readonly bin: string;
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly settings: readonly string[];
}

/** @param log where its write-ahead log is to be, if not in its own folder */
export function startCluster(own?: { readonly log?: string; readonly settings?: readonly string[] }): Promise<Cluster>;
/** @param which of it, as `pg_dump` is told; all of it otherwise @returns the file it is kept in */
export function dump(cluster: Cluster, database: string, which?: readonly string[]): string;
/** Into a new database, file by file. @returns its address */
export function restore(cluster: Cluster, database: string, files: readonly string[]): string;
export function startServer(cluster: Cluster): void;
/** Whether it runs, or would once it has recovered. */
export function isRunning(cluster: Cluster): boolean;
export function stopServer(cluster: Cluster, how: 'fast' | 'immediate'): void;
export function restartServer(cluster: Cluster, how: 'fast' | 'immediate'): void;
export function removeCluster(cluster: Cluster): void;

/** The server of this run. */
export function ourCluster(): Cluster;
