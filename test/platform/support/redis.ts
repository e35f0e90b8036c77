import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from '../../support/free-port.js';

export interface TestRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of the test's own, to be stopped and started at will; undefined where none is installed. */
export async function freeRedis(): Promise<TestRedis | undefined> {
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no'],
      { stdio: 'ignore' },
    );
    await Promise.race([answering(port), once(server, 'error').then(([error]) => Promise.reject(error))]);
  };
  const stop = async (): Promise<void> => {
    const running = server;
    server = undefined;
    if (!running || running.exitCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  try {
    await start();
  } catch {
    console.warn('Redis is not installed: its part of this story is left out.');
    return undefined;
  }
  return { url: `redis://127.0.0.1:${port}`, start, stop };
}

async function answering(port: number): Promise<void> {
  for (const end = performance.now() + 5000; performance.now() < end;) {
    const socket = connect(port, '127.0.0.1');
    const answers = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Redis does not answer.');
}
