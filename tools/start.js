// Builds what is missing, then becomes the program. On any Node from 20 on.
//   node tools/start.js            the engine
//   node tools/start.js sandbox    the Stripe sandbox on its own port
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ourNode } from './our-node.js';

if (await ourNode(import.meta.url)) {
  const { build, HOME } = await import('./build.js');
  const [door, ...rest] =
    process.argv[2] === 'sandbox'
      ? ['integrations/stripe/sandbox/serve.js', ...process.argv.slice(3)]
      : ['main.js', ...process.argv.slice(2)];
  const program = join(HOME, 'dist/src', door);
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
