// The stories of test/stripe on Stripe itself, in the test mode of an account of one's own. What they make stays there.
//   STRIPE_SECRET_KEY  sk_test_…; without one nothing is run
//   STRIPE_API_BASE    who answers in Stripe's place, for instance the sandbox on its own port
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { ourNode } from './our-node.js';

const HOME = resolve(import.meta.dirname, '..');
const { STRIPE_SECRET_KEY: key } = process.env;

if (await ourNode(import.meta.url)) {
  if (!key) {
    console.log('Skipped: the stories on Stripe itself need STRIPE_SECRET_KEY=sk_test_… of an account of your own.');
    process.exit(0);
  }
  if (!key.startsWith('sk_test_')) {
    console.error('STRIPE_SECRET_KEY must begin with sk_test_: these stories make customers and payments.');
    process.exit(1);
  }
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--config', 'jest.stripe.config.js'];
  const { status } = spawnSync(process.execPath, [...jest, '--runInBand', ...process.argv.slice(2)], {
    cwd: HOME,
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
