import { configurationTable, envExample } from '../../src/platform/config/documented.js';
import { declared } from '../../src/platform/config/variables.js';
import { expectKept, expectKeptBlock } from './kept.js';
import { textOf } from './source.js';

describe('the settings', () => {
  it('stand in .env.example as they are declared', () => {
    expectKept('.env.example', envExample());
  });

  it('stand in the README as they are declared', () => {
    expectKeptBlock('README.md', 'configuration', configurationTable());
  });

  it('named by compose file and image are ones the program reads', () => {
    const known = new Set<string>(declared.flatMap(({ name }) => [name, `${name}_FILE`]));
    const named = [...settingsOf(textOf('docker-compose.yml')), ...settingsOf(textOf('Dockerfile'))];

    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.has(name) && !THEIRS.test(name))).toEqual([]);
  });
});

/** Settings of the images themselves. */
const THEIRS = /^(POSTGRES|GF|NODE_OPTIONS)/;

/** `NAME: value` below environment in YAML, `ENV NAME=value` in a Dockerfile. */
function settingsOf(text: string): string[] {
  return [...text.matchAll(/^ +([A-Z][A-Z0-9_]+):|^(?:ENV| {4}) *([A-Z][A-Z0-9_]+)=/gm)].map(
    ([, yaml, env]) => yaml ?? env ?? '',
  );
}
