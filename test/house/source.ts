import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the root of the project: `src/kernel/money.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Every file under the folders, as text. */
export function filesOf(folders: readonly string[], ending = /\.tsx?$/): SourceFile[] {
  return folders
    .flatMap((folder) => namesIn(join(ROOT, folder)))
    .filter((name) => ending.test(name))
    .toSorted()
    .map((name) => ({ path: relative(ROOT, name), text: readFileSync(name, 'utf8') }));
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every node of a file, parents first. */
export function* nodesOf(file: SourceFile): Generator<ts.Node> {
  const kind = file.path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  yield* below(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true, kind));
}

function* below(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of childrenOf(node)) yield* below(child);
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}
