import { mkdirSync, openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';

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

/** PGlite takes no lock on its folder, and two processes on one would silently lose data: this is the lock. */
export class DataFolder {
  private readonly lock: string;

  private constructor(readonly path: string) {
    this.lock = join(path, 'lock');
  }

  /** @throws DataFolderInUse when a living process holds it */
  static claim(path: string): DataFolder {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const folder = new DataFolder(path);
    folder.take();
    return folder;
  }

  get database(): string {
    return join(this.path, 'pglite');
  }

  release(): void {
    if (holder(this.lock) === process.pid) rmSync(this.lock, { force: true });
  }

  private take(): void {
    for (;;) {
      try {
        const file = openSync(this.lock, 'wx', 0o600);
        writeSync(file, String(process.pid));
        closeSync(file);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const pid = holder(this.lock);
      if (pid !== undefined && isAlive(pid)) throw new DataFolderInUse(this.path, pid);
      rmSync(this.lock, { force: true });
    }
  }
}

function holder(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
