// Builds what is missing, then becomes the program. On any Node from 20 on.
//   node tools/start.js            the engine
//   node tools/start.js sandbox    the Stripe sandbox on its own port
//   node tools/start.js revenue    the command line
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ourNode } from './our-node.js';

const ENGINE = 'bundled/src/program/main.js';
const BESIDE = { sandbox: 'src/integrations/stripe/sandbox/serve.js', revenue: 'src/cli/main.js' };

if (await ourNode(import.meta.url)) {
  const { build, HOME } = await import('./build.js');
  const [name, ...others] = process.argv.slice(2);
  const [door, ...rest] = Object.hasOwn(BESIDE, name ?? '')
    ? [BESIDE[name], ...others]
    : [ENGINE, ...process.argv.slice(2)];
  const program = join(HOME, 'dist', door);
  try {
    // Said on standard error: standard output belongs to the program's own lines.
    await build({ say: console.error });
    if (!existsSync(program)) throw new Error(`${program} is missing.`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  // The program runs in this very process, so a signal or a kill meets it and no wrapper.
  process.argv = [process.argv[0], program, ...rest];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(program).href);
}
