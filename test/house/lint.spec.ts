import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './source.js';

/** For each rule of the house that the linter holds: the least code that breaks it, and where. */
const BREAKS: [rule: string, path: string, text: string][] = [
  ['no-floating-promises', 'src/modules/a/floating.ts', 'const f = async () => {}; export const g = () => { f(); };'],
  [
    'no-misused-promises',
    'src/modules/a/misused.ts',
    'export const f = (p: Promise<boolean>) => { if (p) return 1; return 2; };',
  ],
  [
    'switch-exhaustiveness-check',
    'src/modules/a/switch.ts',
    "export function f(x: 'a' | 'b') { switch (x) { case 'a': return 1; } return 0; }",
  ],
  ['no-explicit-any', 'src/modules/a/any.ts', 'export const f = (x: any) => String(x);'],
  ['no-non-null-assertion', 'src/modules/a/bang.ts', 'export const f = (x?: string) => x!.length;'],
  ['max-lines', 'src/modules/a/long.ts', `export const a = 1;\n${'\n'.repeat(260)}export const b = 2;`],
  [
    'max-lines-per-function',
    'src/modules/a/big.ts',
    `export function f(x: number) {\n${'x += 1;\n'.repeat(45)}return x;\n}`,
  ],
  [
    'max-params',
    'src/modules/a/many.ts',
    'export class A { constructor(a: 1, b: 1, c: 1, d: 1, e: 1, f: 1) { void [a, b, c, d, e, f]; } }',
  ],
  ['complexity', 'src/modules/a/complex.ts', `export const f = (x: number) => ${'x > 1 && '.repeat(20)} true;`],
  ['no-console', 'src/modules/a/loud.ts', "export const f = () => { console.log('x'); };"],
  ['no-restricted-properties', 'src/modules/a/now.ts', 'export const at = () => Date.now();'],
  ['no-restricted-properties', 'src/modules/a/env.ts', "export const port = process.env['PORT'];"],
  [
    'no-restricted-imports',
    'src/modules/a/forward.ts',
    "import { forwardRef } from '@nestjs/common'; export const f = forwardRef;",
  ],
  [
    'no-restricted-imports',
    'src/modules/a/manager.ts',
    "import { EntityManager } from '@mikro-orm/postgresql'; export const f = EntityManager;",
  ],
  ['no-focused-tests', 'src/modules/a/only.spec.ts', "it.only('x', () => { expect(1).toBe(1); });"],
];

describe('the linter', () => {
  it('catches whatever breaks a rule of the house', () => {
    const caught = lint(BREAKS.map(([, path, text]) => ({ path, text })));

    const missed = BREAKS.filter(
      ([rule, path]) => !caught.some((line) => line.startsWith(`${path}:`) && line.includes(`(${rule})`)),
    );
    expect(missed.map(([rule, path]) => `${rule} in ${path}`)).toEqual([]);
  });

  it('leaves time to the clock, settings to their one place and the terminal to the doors', () => {
    const sound = [
      { path: 'src/kernel/clock.ts', text: 'export const at = () => Date.now();' },
      { path: 'src/platform/config/environment.ts', text: 'export const all = () => process.env;' },
      { path: 'src/cli/main.ts', text: "export const f = () => console.log('x');" },
    ];

    expect(lint(sound)).toEqual([]);
  });
});

function lint(files: readonly { path: string; text: string }[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  try {
    for (const name of ['.oxlintrc.json', 'tsconfig.json']) copyFileSync(join(ROOT, name), join(folder, name));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
    const linter = join(ROOT, 'node_modules/oxlint/bin/oxlint');
    const { stdout } = spawnSync(process.execPath, [linter, '--type-aware', '-f', 'unix', 'src'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return stdout.split('\n').filter((line) => /^\S+:\d+:/.test(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
