import { execFileSync } from 'node:child_process';

/** Builds the pages and the back office's bundle, as they are now. */
export default function build() {
  for (const tool of ['tools/build-page.js', 'tools/build-admin.js']) {
    execFileSync(process.execPath, [tool], { stdio: 'inherit' });
  }
}
