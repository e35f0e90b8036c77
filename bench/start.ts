import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const HOME = resolve(import.meta.dirname, '../../..');
const ROUNDS = 3;
/** Seconds. Of a process that is not healthy by `GIVEN_UP` nothing more is expected. */
const GOALS = { 'an empty folder': 8, 'the same folder again': 4 };
const GIVEN_UP = 60;

/**
 * From the start of the program to its first healthy answer, as whoever tries it meets it: embedded, with the demo, the
 * first time with nothing compiled, the second in the middle of the demo.
 */
export async function run() {
  execFileSync(process.execPath, ['tools/build.js'], { cwd: HOME, stdio: 'inherit' });
  const rows = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const home = mkdtempSync(join(tmpdir(), 'revenue-bench-start-'));
    try {
      for (const [what, goal] of Object.entries(GOALS)) {
        const { seconds, processor } = await started(home);
        const figures = { seconds: seconds.toFixed(2), processor: processor?.toFixed(2) };
        rows.push({ what, round, n: 1, ...figures, goal, met: seconds <= goal });
      }
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  }
  return { parameters: { rounds: ROUNDS }, seed: null, rows };
}

interface Started {
  readonly seconds: number;
  /** What it cost, whatever else the machine does: seconds of processor. */
  readonly processor: number | undefined;
}

/** The process is stopped again. */
async function started(home: string): Promise<Started> {
  const port = await freePort();
  const { PATH = '' } = process.env;
  const folders = { REVENUE_DATA_FOLDER: join(home, 'data'), NODE_COMPILE_CACHE: join(home, 'compiled') };
  const since = performance.now();
  const child = spawn(process.execPath, ['tools/start.js'], {
    cwd: HOME,
    env: { PATH, PORT: String(port), LOG_LEVEL: 'error', ...folders },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    while (!(await isHealthy(port))) {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode} before it was healthy.`);
      if (performance.now() - since > GIVEN_UP * 1000) throw new Error(`It is not healthy after ${GIVEN_UP} s.`);
      await pause(20);
    }
    return { seconds: (performance.now() - since) / 1000, processor: processorOf(child.pid) };
  } finally {
    await stopped(child);
  }
}

/** Where the system tells it, in hundredths; the program's own name, in brackets, may hold anything. */
function processorOf(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return ((user ?? 0) + (system ?? 0)) / 100;
  } catch {
    return undefined;
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`);
    return ((await answer.json()) as { status: string }).status === 'healthy';
  } catch {
    return false;
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** Nobody listens on it now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
