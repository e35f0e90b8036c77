import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf, ROOT, textOf, type SourceFile } from './source.js';

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'STYLE.md'].map((path) => ({ path, text: textOf(path) })),
  ...filesOf(['docs', 'src'], /\.md$/),
];
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
const { paths } = JSON.parse(textOf('docs/openapi.json')) as { paths: Record<string, object> };

describe('what the documents say', () => {
  it('leads somewhere: every link within the project', () => {
    expect(documents.flatMap(deadLinks)).toEqual([]);
  });

  it('can be run: every script that is named', () => {
    const named = documents.flatMap(({ text }) => [
      ...text.matchAll(/npm (?:run )?((?:test|start|dev|check|bench|verify|sandbox|docs|build)[:\w]*)/g),
    ]);

    expect(named.map(([, name = '']) => name).filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });

  it('can be asked: every address of the API that the README shows', () => {
    const shown = [...textOf('README.md').matchAll(/127\.0\.0\.1:3000(\/[\w/-]+)/g)].map(([, path = '']) => path);

    expect(shown.filter((path) => paths[path] === undefined)).toEqual([]);
    expect(shown.length).toBeGreaterThan(3);
  });

  it('would be caught leading nowhere', () => {
    expect(
      deadLinks({ path: 'docs/a.md', text: '[b](../gone.md#x), [c](https://example.com), [d](problems.md)' }),
    ).toEqual(['docs/a.md -> ../gone.md']);
  });
});

function deadLinks({ path, text }: SourceFile): string[] {
  const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(ROOT, dirname(path), link)))
    .map((link) => `${path} -> ${link}`);
}
