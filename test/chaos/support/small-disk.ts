import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ourCluster } from './cluster.js';

/** A disk of its own for one database of the cluster: a file system in memory, of which there can be too little. */
export class SmallDisk {
  private constructor(
    private readonly folder: string,
    readonly tablespace: string,
  ) {}

  /** @returns undefined where file systems may not be mounted */
  static async mount(megabytes: number): Promise<SmallDisk | undefined> {
    const folder = mkdtempSync(join(tmpdir(), 'revenue-chaos-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      rmSync(folder, { recursive: true });
      return undefined;
    }
    const { uid, gid } = statSync(join(ourCluster().folder, 'data'));
    chownSync(folder, uid, gid);
    mkdirSync(join(folder, 'space'));
    chownSync(join(folder, 'space'), uid, gid);
    const disk = new SmallDisk(folder, `small_${process.pid}`);
    await disk.ask(`create tablespace ${disk.tablespace} location '${join(folder, 'space')}'`);
    return disk;
  }

  /** Moves a database here that nobody is connected to. */
  async take(storeUrl: string): Promise<void> {
    await this.ask(`alter database ${new URL(storeUrl).pathname.slice(1)} set tablespace ${this.tablespace}`);
  }

  resize(megabytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${megabytes}m`, this.folder]);
  }

  /** When the database is gone. */
  async unmount(): Promise<void> {
    await this.ask(`drop tablespace ${this.tablespace}`);
    execFileSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ask(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: ourCluster().url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }
}
