// Runs benches and keeps what they reached.
//   node tools/bench.js [name]     all of bench/*.ts when no name is given
// A bench exports `run()`, which answers `{ parameters, seed, rows }`: each row is a line of the table, with its `n` and,
// where there is one, its `goal`. A row whose `met` is false fails the run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ourNode } from './our-node.js';

const HOME = join(import.meta.dirname, '..');
const OUT = join(HOME, 'dist/bench');
const WATCHED = ['@electric-sql/pglite', '@mikro-orm/core', '@nestjs/core', 'fastify', 'pg', 'stripe'];

if (await ourNode(import.meta.url)) {
  const all = readdirSync(join(HOME, 'bench')).flatMap((file) => /^([a-z0-9-]+)\.ts$/.exec(file)?.[1] ?? []);
  const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0 || all.length === 0) {
    console.error(
      `There is no bench called ${unknown.join(', ') || 'anything'}. There are: ${all.join(', ') || 'none'}.`,
    );
    process.exit(1);
  }
  compile();
  const missed = [];
  for (const name of asked.length > 0 ? asked : all) missed.push(...(await bench(name)));
  if (missed.length > 0) console.error(`Below the goal: ${missed.join('; ')}`);
  process.exit(missed.length > 0 ? 1 : 0);
}

function compile() {
  mkdirSync(OUT, { recursive: true });
  const config = {
    extends: '../../tsconfig.json',
    compilerOptions: { rootDir: '../..', outDir: '.', tsBuildInfoFile: './.tsbuildinfo' },
    include: ['../../bench', '../../migrations'],
    exclude: [],
  };
  writeFileSync(join(OUT, 'tsconfig.json'), JSON.stringify(config));
  const tsc = [join(HOME, 'node_modules/typescript/bin/tsc'), '-p', join(OUT, 'tsconfig.json')];
  const { status } = spawnSync(process.execPath, tsc, { cwd: HOME, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

async function bench(name) {
  const { run } = await import(pathToFileURL(join(OUT, 'bench', `${name}.js`)).href);
  if (typeof run !== 'function') throw new Error(`bench/${name}.ts exports no run().`);
  const started = new Date().toISOString();
  const { parameters = {}, seed = null, rows } = await run();
  const result = { name, started, machine: machine(), versions: versions(), parameters, seed, rows };
  const folder = join(HOME, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${started.replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  console.log(`\n${asText(result)}\n`);
  return rows.filter(({ met }) => met === false).map((row) => `${name}: ${Object.values(row)[0]}`);
}

function machine() {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return { cpu: cpu?.model.trim() ?? 'unknown', cores: cpus().length, memory, os: `${type()} ${release()}` };
}

function versions() {
  const found = WATCHED.map((name) => [name, join(HOME, 'node_modules', name, 'package.json')])
    .filter(([, file]) => existsSync(file))
    .map(([name, file]) => [name, JSON.parse(readFileSync(file, 'utf8')).version]);
  return { node: process.versions.node, ...Object.fromEntries(found) };
}

function asText({ name, machine: { cpu, cores, memory, os }, versions: used, parameters, seed, rows }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    `### ${name}`,
    `${cores} x ${cpu}, ${memory}, ${os}; ${pairs(used)}; ${pairs({ ...parameters, ...(seed === null ? {} : { seed }) })}`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => shown(row[column])))),
  ].join('\n');
}

function pairs(of) {
  return Object.entries(of)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function shown(value) {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(2);
  return value === undefined ? '' : String(value);
}
