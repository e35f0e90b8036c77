import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ourCluster } from './cluster.js';

const MEGABYTE = 1024 * 1024;

/** A disk of a test's own: a file system in memory, of which there can be too little. Postgres may write there. */
export class SmallDisk {
  private constructor(private readonly root: string) {}

  /** @returns undefined where file systems may not be mounted, which is said; nothing is left out where `CI` is set */
  static mount(megabytes: number): SmallDisk | undefined {
    const root = mkdtempSync(join(tmpdir(), 'revenue-chaos-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', root], { stdio: 'ignore' });
    } catch {
      rmSync(root, { recursive: true });
      if (process.env['CI']) throw new Error('File systems may not be mounted here.');
      console.log('F27 is skipped: file systems may not be mounted here.');
      return undefined;
    }
    const disk = new SmallDisk(root);
    const { uid, gid } = statSync(join(ourCluster().folder, 'data'));
    chownSync(root, uid, gid);
    mkdirSync(disk.folder);
    chownSync(disk.folder, uid, gid);
    return disk;
  }

  get folder(): string {
    return join(this.root, 'space');
  }

  resize(megabytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${megabytes}m`, this.root]);
  }

  /** Takes away what is free, but for so much. */
  leave(megabytes: number): void {
    const { blocks, bfree, bsize } = statfsSync(this.root);
    this.resize(Math.ceil(((blocks - bfree) * bsize) / MEGABYTE) + megabytes);
  }

  unmount(): void {
    execFileSync('umount', [this.root]);
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Where databases of the cluster may be moved to. */
export class SmallTablespace {
  private readonly name = `small_${process.pid}`;

  private constructor(private readonly disk: SmallDisk) {}

  static async on(disk: SmallDisk): Promise<SmallTablespace> {
    const space = new SmallTablespace(disk);
    await space.ask(`create tablespace ${space.name} location '${disk.folder}'`);
    return space;
  }

  /** Moves a database here that nobody is connected to. */
  async take(storeUrl: string): Promise<void> {
    await this.ask(`alter database ${new URL(storeUrl).pathname.slice(1)} set tablespace ${this.name}`);
  }

  /** With its disk, when the databases are gone. */
  async remove(): Promise<void> {
    await this.ask(`drop tablespace ${this.name}`);
    this.disk.unmount();
  }

  private async ask(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: ourCluster().url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }
}
