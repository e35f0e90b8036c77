// Completes package-lock.json with the packages of other platforms. A registry that does not mirror them lets `npm install`
// leave them out, and then `npm ci` refuses the file everywhere, this platform included. Run it after each `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FILE = join(resolve(import.meta.dirname, '..'), 'package-lock.json');
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'netbsd', 'openbsd', 'sunos', 'aix'];
const PROCESSORS = ['arm64', 'x64', 'ppc64', 'riscv64', 's390x', 'ia32', 'loong64', 'arm'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([place, entry]) => missingOf(place, entry));
for (const [place, entry] of missing) lock.packages[place] = entry;
const sorted = Object.entries(lock.packages).toSorted(([one], [other]) => one.localeCompare(other, 'en'));
if (missing.length > 0)
  writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(
  missing.length === 0 ? 'The lock file is complete.' : `Added ${missing.length} packages of other platforms.`,
);

/** What a package may bring on some platform and the file does not list, with its place. */
function missingOf(place, { optionalDependencies = {}, dev, license }) {
  return Object.entries(optionalDependencies).flatMap(([name, version]) => {
    const platform = platformOf(name);
    const listed = listedFor(place, name);
    // A range tells no version to write down; npm lists those itself.
    if (!platform || !/^\d+\.\d+\.\d+/.test(version) || listed?.version === version) return [];
    const beside = place.slice(0, place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return [
      [
        beside + name,
        { version, ...(dev ? { dev } : {}), ...(license ? { license } : {}), optional: true, ...platform },
      ],
    ];
  });
}

/** As Node would find it: beside the package, or beside any package around it. */
function listedFor(place, name) {
  for (let around = place; ; around = around.slice(0, Math.max(0, around.lastIndexOf('/node_modules/')))) {
    const found = lock.packages[`${around === '' ? '' : `${around}/`}node_modules/${name}`];
    if (found || around === '') return found;
  }
}

/** The platform in a name: `@oxlint/binding-linux-arm64-musl`. */
function platformOf(name) {
  const parts = name.split(/[-/]/);
  const system = SYSTEMS.find((one) => parts.includes(one));
  const processor = PROCESSORS.find((one) => parts.includes(one));
  if (!system || !processor) return undefined;
  const musl = parts.some((part) => part.startsWith('musl'));
  const glibc = parts.some((part) => part.startsWith('gnu'));
  const libc = system === 'linux' && (musl || glibc) ? { libc: [musl ? 'musl' : 'glibc'] } : {};
  return { os: [system], cpu: [processor], ...libc };
}
