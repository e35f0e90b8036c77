import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants, cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../config/make-folder.js';

/** Said in words to whoever starts a second process on an embedded installation. */
export class DataFolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `The data folder ${folder} is in use by process ${pid}. An embedded installation runs in one process; ` +
        'stop that one first, or set DATABASE_URL to share a Postgres between several.',
    );
    this.name = 'DataFolderInUse';
  }
}

/** It cannot be made, is a file, or may not be written to. */
export class DataFolderUnusable extends Error {
  constructor(folder: string, why: string) {
    super(`The data folder ${folder} cannot be used (${why}). REVENUE_DATA_FOLDER names another one.`);
    this.name = 'DataFolderUnusable';
  }
}

/** PGlite takes no lock on its folder, and two processes on one would silently lose data: this is the lock. */
export class DataFolder {
  private readonly lock: string;

  private constructor(readonly path: string) {
    this.lock = join(path, 'lock');
  }

  /** @throws DataFolderInUse when a living process holds it, DataFolderUnusable */
  static claim(path: string): DataFolder {
    const folder = new DataFolder(path);
    try {
      makeFolder(path);
      folder.take();
    } catch (error) {
      const { syscall, message } = error as NodeJS.ErrnoException;
      throw syscall === undefined ? error : new DataFolderUnusable(path, message);
    }
    return folder;
  }

  get database(): string {
    return join(this.path, 'pglite');
  }

  /**
   * Where there is no database yet, a copy of an empty one becomes it, whole or not at all: to make one takes longer than
   * everything else of a first start. Without one to copy it is made when it is opened.
   */
  async beginWith(empty: string): Promise<void> {
    if (existsSync(this.database) || !existsSync(empty)) return;
    const copy = `${this.database}.copy`;
    await rm(copy, { recursive: true, force: true });
    await cp(empty, copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
    await rename(copy, this.database);
  }

  release(): void {
    if (read(this.lock) === nameOf(process.pid)) rmSync(this.lock, { force: true });
  }

  /** A lock appears with its holder's name in it, never empty: who sees one knows whose it is. */
  private take(): void {
    const own = join(this.path, `lock.${process.pid}`);
    writeFileSync(own, nameOf(process.pid), { mode: 0o600 });
    try {
      while (!linked(own, this.lock)) this.reap();
    } finally {
      rmSync(own, { force: true });
    }
  }

  /** @throws DataFolderInUse when its holder lives */
  private reap(): void {
    const name = read(this.lock);
    if (name === undefined) return;
    if (lives(name)) throw new DataFolderInUse(this.path, pidOf(name));
    // Of several who find it dead one takes it away; who takes away a living one instead puts it back.
    const found = join(this.path, `lock.dead.${process.pid}`);
    if (!renamed(this.lock, found)) return;
    const taken = read(found) ?? '';
    if (taken !== name) linked(found, this.lock);
    rmSync(found, { force: true });
  }
}

/** A number alone is given to another process soon, in a container to the very next one: when it began makes it a name. */
function nameOf(pid: number): string {
  return `${pid} ${beginningOf(pid)}`;
}

function pidOf(name: string): number {
  return Number(name.split(' ')[0]);
}

function lives(name: string): boolean {
  const pid = pidOf(name);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && nameOf(pid) === name;
}

/** Where the system tells it: the start of the machine, and ticks since. */
function beginningOf(pid: number): string {
  const [boot, stat] = [read('/proc/sys/kernel/random/boot_id'), read(`/proc/${pid}/stat`)];
  // The program's own name, in brackets, may hold anything: what is counted stands behind it.
  const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return boot === undefined || ticks === undefined ? 'unknown' : `${boot.trim()}/${ticks}`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
