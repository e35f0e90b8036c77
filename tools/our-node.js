// The program needs Node 24, the host may have an older one: the project brings its own and these scripts move onto it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const OURS = join(resolve(import.meta.dirname, '..'), 'node_modules/.bin/node');

/**
 * True where this process is new enough to go on. Otherwise runs the script again under the project's own Node,
 * hands signals and the exit code through, and answers false: there is nothing left to do here.
 */
export async function ourNode(script) {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return true;
  if (!existsSync(OURS)) {
    console.error(`This needs Node ${NEEDED} and runs on ${process.version}. \`npm ci\` brings one: run it first.`);
    process.exitCode = 1;
    return false;
  }
  process.exitCode = await handOver([fileURLToPath(script), ...process.argv.slice(2)]);
  return false;
}

function handOver(command) {
  const child = spawn(OURS, command, { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      // A terminal sends its interrupt to both of us; a second one would end the child at once.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code, signal) => done(code ?? 128 + (SIGNALS[signal] ?? 1)));
  });
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
