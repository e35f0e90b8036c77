// A business under faults for as long as MODEL_SECONDS says, a minute unless set, in as many processes as there are cores,
// each with a store, an engine and a seed of its own; MODEL_SEED repeats one of them alone.
// It is played on Postgres where that answers (TEST_DATABASE_URL), and in memory, which takes longer, where it does not.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { ourNode } from './our-node.js';

const HOME = resolve(import.meta.dirname, '..');
const SERVER = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
const SECONDS = process.env.MODEL_SECONDS ?? '60';

if (await ourNode(import.meta.url)) {
  const store = (await answers(new URL(SERVER))) ? { TEST_DATABASE_URL: SERVER } : {};
  const first = Number(process.env.MODEL_SEED ?? process.hrtime.bigint() % 1_000_000_000n);
  const wide = process.env.MODEL_SEED ? 1 : Number(process.env.MODEL_PROCESSES ?? availableParallelism());
  const played = await Promise.all(Array.from({ length: wide }, (_, n) => play(first + n, store)));
  for (const { said } of played) process.stdout.write(said);
  const runs = played.reduce((sum, { said }) => sum + Number(/(\d+) runs in/.exec(said)?.[1] ?? 0), 0);
  const where = 'TEST_DATABASE_URL' in store ? 'Postgres' : 'an embedded store each';
  console.log(`model: ${runs} runs in ${SECONDS} s by ${wide} processes on ${where}, seeds from ${first}`);
  process.exit(Math.max(...played.map(({ code }) => code)));
}

function play(seed, store) {
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand', 'test/model'];
  const child = spawn(process.execPath, [...jest, ...process.argv.slice(2)], {
    cwd: HOME,
    env: { ...process.env, ...store, MODEL_SECONDS: SECONDS, MODEL_SEED: String(seed) },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((done) => child.on('close', (code) => done({ code: code ?? 1, said })));
}

function answers(url) {
  const socket = connect({ host: url.hostname, port: Number(url.port) || 5432, timeout: 3000 });
  return new Promise((done) => {
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
