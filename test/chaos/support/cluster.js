// A Postgres of the tests' own: in a temporary folder, on a free port, with the durability of a real one.
//   PG_BIN   where initdb and pg_ctl are; found on the PATH or in Debian's folders when unset
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../support/free-port.js';

const DURABLE = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'];
/** As many connections as Postgres gives by itself: five workers of twelve each, a door and the tests. */
const ALONE = ['listen_addresses=127.0.0.1', 'max_connections=100', 'autovacuum=off', 'log_min_messages=fatal'];

const NEEDED = ['initdb', 'pg_ctl', 'pg_dump', 'pg_restore', 'createdb'];

/** Postgres refuses to run as root: then it runs as the user the package made. */
const OWNER = process.getuid?.() === 0 ? ownerOf('postgres') : undefined;

export async function startCluster({ log, settings = [] } = {}) {
  const bin = binaries();
  const folder = mkdtempSync(join(tmpdir(), 'revenue-chaos-'));
  if (OWNER) chownSync(folder, OWNER.uid, OWNER.gid);
  const port = await freePort();
  const cluster = { bin, folder, port, url: `postgres://postgres@127.0.0.1:${port}/postgres`, settings };
  const first = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale'];
  run(cluster, 'initdb', [...first, ...(log ? ['-X', log, '--wal-segsize=1'] : [])]);
  startServer(cluster);
  return cluster;
}

/** The server that the suite has started for this run. */
export function ourCluster() {
  return JSON.parse(process.env.CHAOS_CLUSTER);
}

export function startServer(cluster) {
  const place = [`port=${cluster.port}`, `unix_socket_directories=${cluster.folder}`];
  const options = [...DURABLE, ...ALONE, ...place, ...cluster.settings].map((one) => `-c ${one}`).join(' ');
  run(cluster, 'pg_ctl', [
    '-D',
    join(cluster.folder, 'data'),
    '-l',
    join(cluster.folder, 'log'),
    '-w',
    '-o',
    options,
    'start',
  ]);
}

/** A database as it is now, all of it or without what another keeps in it, as a file that can be restored anywhere. */
export function dump(cluster, database, which = []) {
  const file = join(cluster.folder, `${database}-${process.hrtime.bigint()}.dump`);
  run(cluster, 'pg_dump', ['-Fc', '-f', file, ...which, '-d', urlOf(cluster, database)]);
  return file;
}

/** Into an empty database of another server, in turn. @returns its address */
export function restore(cluster, database, files) {
  run(cluster, 'createdb', ['--maintenance-db', cluster.url, '-T', 'template0', database]);
  for (const file of files) run(cluster, 'pg_restore', ['--exit-on-error', '-d', urlOf(cluster, database), file]);
  return urlOf(cluster, database);
}

function urlOf({ port }, database) {
  return `postgres://postgres@127.0.0.1:${port}/${database}`;
}

export function isRunning(cluster) {
  try {
    run(cluster, 'pg_ctl', ['-D', join(cluster.folder, 'data'), 'status']);
    return true;
  } catch {
    return false;
  }
}

export function stopServer(cluster, how) {
  run(cluster, 'pg_ctl', ['-D', join(cluster.folder, 'data'), '-w', '-m', how, 'stop']);
}

/** `immediate` is a crash: connections end in the middle, and what was committed is recovered from the log. */
export function restartServer(cluster, how) {
  stopServer(cluster, how);
  startServer(cluster);
}

export function removeCluster(cluster) {
  try {
    stopServer(cluster, 'immediate');
  } catch {
    // It is down already.
  }
  rmSync(cluster.folder, { recursive: true, force: true });
}

function run({ bin, folder }, program, args) {
  execFileSync(join(bin, program), args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], ...OWNER });
}

function binaries() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  const places = [process.env.PG_BIN ?? '', ...(process.env.PATH ?? '').split(delimiter), ...versions];
  const found = places.find((place) => place !== '' && NEEDED.every((one) => existsSync(join(place, one))));
  if (found) return found;
  throw new Error('Postgres is not installed here: name the folder of initdb, pg_ctl and pg_dump in PG_BIN.');
}

function ownerOf(name) {
  const [, , uid, gid] =
    readFileSync('/etc/passwd', 'utf8')
      .match(new RegExp(`^${name}:.*$`, 'm'))?.[0]
      .split(':') ?? [];
  if (uid === undefined) throw new Error('Postgres does not run as root; run these tests as another user.');
  return { uid: Number(uid), gid: Number(gid) };
}
