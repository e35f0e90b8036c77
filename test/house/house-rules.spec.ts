import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultsIn, HOUSE_RULES } from './house-rules.js';
import { filesOf, ROOT, textOf } from './source.js';

const files = filesOf(['src', 'test', 'migrations', 'bench']);

describe('the rules of the house', () => {
  it.each(HOUSE_RULES)('$name', (rule) => {
    expect(faultsIn(rule, files)).toEqual([]);
  });

  it.each(HOUSE_RULES)('would notice when not: $name', (rule) => {
    expect(faultsIn(rule, [rule.broken])).not.toEqual([]);
  });
});

describe('a module', () => {
  const modules = readdirSync(join(ROOT, 'src/modules'));

  it.each(modules)('%s has its wiring, its door and its list of tables', (module) => {
    const missing = ['index.ts', `${module}.module.ts`, `${module}.entities.ts`].filter(
      (name) => !existsSync(join(ROOT, 'src/modules', module, name)),
    );

    expect(missing).toEqual([]);
  });

  it.each(modules)(
    '%s says what it owns, what it does not, its words, what is always true, what it tells and hears',
    (module) => {
      expect(missingParts(textOf(`src/modules/${module}/README.md`))).toEqual([]);
    },
  );

  it('would be caught keeping one of them to itself', () => {
    expect(missingParts('# Ledger\nOwns: journals.\nDoes not own: prices.\nWords: none.\nTells: nothing.')).toEqual([
      'Always true',
      'Hears',
    ]);
  });
});

function missingParts(readme: string): string[] {
  return ['Owns', 'Does not own', 'Words', 'Always true', 'Tells', 'Hears'].filter(
    (part) => !new RegExp(`(^|[.;] +|- |\\*\\*|# |and )${part}\\b`, 'im').test(readme),
  );
}

describe('the sizes of the house', () => {
  const lengths = files
    .filter(({ path }) => path.startsWith('src/') && !path.endsWith('.spec.ts'))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .toSorted((one, other) => one.lines - other.lines);

  it('are those of a small house: half the files fit on a screen, nine in ten are under 130 lines', () => {
    expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThanOrEqual(60);
    expect(lengths[Math.floor(lengths.length * 0.9)]?.lines).toBeLessThanOrEqual(130);
  });
});
