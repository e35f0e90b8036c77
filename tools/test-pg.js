// The stories once more, on Postgres and Redis. Each makes databases of its own on the server and drops them again.
//   TEST_DATABASE_URL  a server whose user may create databases; postgres://postgres@127.0.0.1:5432/test when unset
//   REDIS_URL          redis://127.0.0.1:6379 when unset
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { ourNode } from './our-node.js';

const HOME = resolve(import.meta.dirname, '..');
const SERVERS = {
  TEST_DATABASE_URL: process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/test',
  REDIS_URL: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379',
};
const PORTS = { 'postgres:': 5432, 'postgresql:': 5432, 'redis:': 6379, 'rediss:': 6379 };

if (await ourNode(import.meta.url)) {
  const absent = [];
  for (const [name, url] of Object.entries(SERVERS)) if (!(await answers(new URL(url)))) absent.push(name);
  if (absent.length > 0) {
    for (const name of absent) console.error(`Nothing listens where ${name} points (${new URL(SERVERS[name]).host}).`);
    console.error('Start it, or name another server in the variable.');
    process.exit(1);
  }
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  // Pure specs and the house's own rules know no database, and have run already.
  const stories = [
    '--roots',
    '<rootDir>/test',
    '--testPathIgnorePatterns',
    '<rootDir>/test/ui/',
    '<rootDir>/test/chaos/',
    '<rootDir>/test/stripe/',
    '<rootDir>/test/house/(?!migrations)',
  ];
  // One after another: a transaction running in any database of the server holds back what readers may see in all.
  const { status } = spawnSync(process.execPath, [...jest, '--maxWorkers=1', ...process.argv.slice(2), ...stories], {
    cwd: HOME,
    stdio: 'inherit',
    env: { ...process.env, ...SERVERS },
  });
  process.exit(status ?? 1);
}

function answers(url) {
  return new Promise((done) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) || PORTS[url.protocol], timeout: 3000 });
    const end = (yes) => {
      socket.destroy();
      done(yes);
    };
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(false));
  });
}
