// Compiles the revenue page to plain modules and lays everything a page may load into one folder.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = resolve(import.meta.dirname, '..');
const PAGE = join(HOME, 'src/dashboard/page');
const OUT = join(HOME, 'dist/page');

/** Writes `dist/page`. */
export function buildPage() {
  const require = createRequire(import.meta.url);
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  compile(require);
  cpSync(join(HOME, 'src/admin/assets'), OUT, { recursive: true });
  const uplot = join(HOME, 'node_modules/uplot/dist');
  copyFileSync(join(uplot, 'uPlot.esm.js'), join(OUT, 'uplot.js'));
  const sheets = [
    join(OUT, 'tokens.css'),
    join(OUT, 'shell.css'),
    join(uplot, 'uPlot.min.css'),
    join(PAGE, 'page.css'),
  ];
  writeFileSync(join(OUT, 'page.css'), sheets.map((sheet) => readFileSync(sheet, 'utf8')).join('\n'));
  writeFileSync(
    join(OUT, 'index.html'),
    readFileSync(join(PAGE, 'index.html'), 'utf8').replace('<!--preload-->', preloads()),
  );
}

/** Modules name each other by file; only the one library is named by package, which a browser does not know. */
function compile(require) {
  const tsc = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(PAGE, 'tsconfig.json'), '--rootDir', PAGE, '--outDir', OUT], {
    stdio: 'inherit',
  });
  for (const name of readdirSync(OUT).filter((file) => file.endsWith('.js'))) {
    const path = join(OUT, name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(`from 'uplot'`, `from './uplot.js'`));
  }
}

function preloads() {
  return readdirSync(OUT)
    .filter((name) => name.endsWith('.js') && !['main.js', 'sign-in.js', 'back-office.js'].includes(name))
    .filter((name) => readFileSync(join(OUT, name), 'utf8').trim() !== 'export {};')
    .map((name) => `<link rel="modulepreload" href="/admin/page/${name}" />`)
    .join('\n    ');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildPage();
