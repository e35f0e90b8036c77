// Builds, starts, and does both again on each change of the sources.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ourNode } from './our-node.js';

const QUIET = 300;
/** Longer than the program's own time to stop. */
const PATIENCE = 30_000;

if (await ourNode(import.meta.url)) {
  const { build, HOME } = await import('./build.js');
  let program;
  let timer;
  let stopping = false;
  let turn = Promise.resolve();

  const restart = async () => {
    try {
      const made = await build({ only: ['program', 'page', 'admin'] });
      if (made.length === 0 && program) return;
      await stop();
      if (!stopping) start();
    } catch (error) {
      console.error(error.message);
    }
  };

  const start = () => {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/src/main.js', ...process.argv.slice(2)], {
      cwd: HOME,
      stdio: 'inherit',
    });
    child.on('exit', () => {
      if (program === child) program = undefined;
    });
    program = child;
  };

  const stop = () =>
    new Promise((done) => {
      if (!program) return done();
      const child = program;
      const last = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
      child.once('exit', () => {
        clearTimeout(last);
        done();
      });
      child.kill('SIGTERM');
    });

  const watchers = ['src', 'migrations'].map((folder) =>
    watch(join(HOME, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => (turn = turn.then(restart)), QUIET);
    }),
  );
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      stopping = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      turn = turn.then(stop);
    });
  }
  turn = turn.then(restart);
}
