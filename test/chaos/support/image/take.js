// Takes an image of a worker that is put together from the environment it is started with.
//   node test/chaos/support/image/take.js <image>
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { OUTSIDE } from '../../../../tools/outside.js';

const HOME = resolve(import.meta.dirname, '../../../..');
/** As deep as the program's own files, which look for the migrations from where they stand. */
const BUNDLE = resolve(HOME, 'dist/bundled/src/image/worker.cjs');
/** They hold what no image can, from the moment they are loaded. */
const POSTPONED = ['net', 'http', 'https', 'http2', 'tls', 'perf_hooks', 'sqlite'];

/** The built program: what decorators know of types, only the compiler writes down. */
const asBuilt = {
  name: 'as built',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^(\.\.\/)+src\// }, ({ path }) => ({
      path: resolve(HOME, 'dist', path.slice(path.indexOf('src/'))),
    })),
};

const postponed = {
  name: 'postponed',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(node:)?(${POSTPONED.join('|')})$`) }, ({ path }) => ({
      path: path.replace('node:', ''),
      namespace: 'postponed',
    }));
    onLoad({ filter: /./, namespace: 'postponed' }, ({ path }) => ({
      contents: standIn(`node:${path}`),
      resolveDir: import.meta.dirname,
    }));
  },
};

function standIn(name) {
  const parts = Object.entries(createRequire(import.meta.url)(name));
  const functions = parts.filter(([, part]) => typeof part === 'function').map(([part]) => part);
  const data = parts.filter(([part]) => ['METHODS', 'STATUS_CODES', 'maxHeaderSize', 'constants'].includes(part));
  const performance = name === 'node:perf_hooks' ? ', performance: globalThis.performance' : '';
  return `
    const { postponedModule } = require('./postponed.js');
    module.exports = postponedModule('${name}', ${JSON.stringify(functions)}, {
      ...${JSON.stringify(Object.fromEntries(data))}${performance}
    });`;
}

await build({
  ...{ entryPoints: [resolve(import.meta.dirname, 'worker.ts')], outfile: BUNDLE, bundle: true },
  ...{ platform: 'node', format: 'cjs', keepNames: true, minifyWhitespace: true, minifySyntax: true },
  ...{
    external: OUTSIDE,
    inject: [resolve(import.meta.dirname, 'asleep.js')],
    plugins: [asBuilt, postponed],
    logLevel: 'error',
  },
  define: { 'import.meta.url': 'here', 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  banner: { js: `const here = require('node:url').pathToFileURL(__filename).href;` },
});
// Nothing that was compiled is kept beside: while an image is taken, that is refused.
const { NODE_COMPILE_CACHE: _, ...env } = process.env;
const how = ['--no-warnings', '--snapshot-blob', process.argv[2], '--build-snapshot', BUNDLE];
execFileSync(process.execPath, how, { stdio: 'inherit', env });
