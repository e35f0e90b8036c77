// Writes the built program once more in a few files: half of what a start costs is finding and reading two thousand.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { OUTSIDE } from './outside.js';

const HOME = resolve(import.meta.dirname, '..');
/** As deep as the program's own files, which look for the migrations from where they stand. */
const OUT = join(HOME, 'dist/bundled/src/program');

// What was CommonJS goes on finding what it asks for at run time.
const BANNER = `
import { createRequire as requireOf } from 'node:module';
import { dirname as folderOf } from 'node:path';
const require = requireOf(import.meta.url), __filename = import.meta.filename, __dirname = folderOf(__filename);`;

/** Imported late, a bundled CommonJS module has no names but its default one: these are taken as the modules they also are. */
const asModules = {
  name: 'as modules',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^class-(validator|transformer)$/ }, ({ path }) => ({
      path: join(HOME, 'node_modules', path, 'esm2015/index.js'),
    })),
};
/** Imported late for its default alone. */
const DEFAULT_IS_ENOUGH = ['node_modules/@fastify/cors/index.js'];

/** @throws where a name would be missing at run time */
function expectNames({ inputs }) {
  const late = Object.values(inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, external, path }) => kind === 'dynamic-import' && !external && inputs[path]?.format === 'cjs')
    .filter(({ path }) => !DEFAULT_IS_ENOUGH.includes(path));
  if (late.length > 0) throw new Error(`Without names when imported late: ${late.map(({ path }) => path).join(', ')}`);
}

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  ...{ absWorkingDir: HOME, entryPoints: ['dist/src/main.js'], outdir: OUT, bundle: true, splitting: true },
  ...{ platform: 'node', format: 'esm', keepNames: true, external: OUTSIDE, plugins: [asModules], logLevel: 'error' },
  ...{ sourcemap: true, sourcesContent: false, minifyWhitespace: true, banner: { js: BANNER }, metafile: true },
});
expectNames(metafile);
