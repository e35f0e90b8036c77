// Builds what is missing or older than its sources: the program, what it starts from, the live page, the back office's
// components.
//   node tools/build.js [--force]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ourNode } from './our-node.js';

export const HOME = resolve(import.meta.dirname, '..');
const DIST = join(HOME, 'dist');
const STAMPS = join(DIST, '.built');
const TSC = join(HOME, 'node_modules/typescript/bin/tsc');
const BROWSER = ['src/dashboard/page', 'src/admin/components'];
const PROGRAM = {
  sources: ['src', 'migrations', 'tsconfig.json', 'tsconfig.build.json', 'package.json'],
  except: (path) =>
    path.endsWith('.spec.ts') || path.endsWith('.md') || BROWSER.some((folder) => path.startsWith(folder)),
};

const PARTS = [
  {
    name: 'program',
    ...PROGRAM,
    result: 'src/main.js',
    // Output of a source that is gone must go too: a migration left over there would still be run.
    before: () => ['src', 'migrations', '.built/program.tsbuildinfo'].forEach(removeBuilt),
    command: [TSC, '-p', 'tsconfig.build.json', '--tsBuildInfoFile', 'dist/.built/program.tsbuildinfo'],
  },
  {
    name: 'bundle',
    after: 'program',
    sources: [...PROGRAM.sources, 'tools/build-bundle.js', 'tools/outside.js'],
    except: PROGRAM.except,
    result: 'bundled',
    command: ['tools/build-bundle.js', 'tools/outside.js'],
  },
  {
    name: 'empty database',
    after: 'program',
    sources: ['migrations', 'package.json', 'tools/build-database.js'],
    except: () => false,
    result: 'database',
    command: ['tools/build-database.js'],
  },
  {
    name: 'page',
    sources: ['src/dashboard/page', 'src/admin/assets', 'tools/build-page.js', 'package.json'],
    except: (path) => path.endsWith('.spec.ts'),
    result: 'page',
    command: ['tools/build-page.js'],
  },
  {
    name: 'admin',
    sources: ['src/admin/components', 'tools/build-admin.js', 'package.json'],
    except: (path) => path.endsWith('.spec.ts'),
    result: 'adminjs-bundle',
    command: ['tools/build-admin.js'],
  },
];

/**
 * @param only names of parts, where not all are needed
 * @returns what was built; nothing when everything was there
 */
export async function build({ force = false, only, say = console.log } = {}) {
  const asked = PARTS.filter((part) => isMade(part) && (only?.includes(part.name) ?? true));
  const stale = asked.flatMap((part) => {
    const now = stateOf(part);
    return force || !isBuilt(part) || stampOf(part)?.hash !== now.hash ? [{ part, now }] : [];
  });
  // A first build takes a minute or a few, and would be silent for as long.
  if (stale.length > 0) say(`building the ${stale.map(({ part }) => part.name).join(', ')} ...`);
  const making = new Map();
  for (const { part, now } of stale)
    making.set(
      part.name,
      (making.get(part.after) ?? Promise.resolve()).then(() => make(part, now, say)),
    );
  await Promise.all(making.values());
  return stale.map(({ part }) => part.name);
}

/** A part without its own build script, or without its sources as in the image, has nothing to build. */
function isMade({ command: [script] }) {
  return existsSync(resolve(HOME, script)) && existsSync(join(HOME, 'src'));
}

function isBuilt({ result }) {
  return existsSync(join(DIST, result));
}

async function make(part, now, say) {
  const started = performance.now();
  const before = stampOf(part);
  if (part.before && before?.names !== now.names) part.before();
  mkdirSync(STAMPS, { recursive: true });
  await run(part);
  writeFileSync(join(STAMPS, `${part.name}.json`), JSON.stringify(now));
  say(`built the ${part.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function run({ name, command }) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, command, { cwd: HOME, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) done();
      else fail(new Error(`The ${name} could not be built.\n${Buffer.concat(output).toString()}`));
    });
  });
}

function stateOf({ sources, except }) {
  const files = sources
    .flatMap((source) => filesIn(join(HOME, source)))
    .map((file) => relative(HOME, file))
    .filter((path) => !except(path))
    .toSorted();
  const hash = createHash('sha256');
  for (const path of files)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(HOME, path)))
      .update('\0');
  return { hash: hash.digest('hex'), names: createHash('sha256').update(files.join('\n')).digest('hex') };
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function stampOf({ name }) {
  try {
    return JSON.parse(readFileSync(join(STAMPS, `${name}.json`), 'utf8'));
  } catch {
    return undefined;
  }
}

function removeBuilt(name) {
  rmSync(join(DIST, name), { recursive: true, force: true });
}

async function main() {
  try {
    const made = await build({ force: process.argv.includes('--force') });
    if (made.length === 0) console.log('everything is built');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && (await ourNode(import.meta.url))) await main();
