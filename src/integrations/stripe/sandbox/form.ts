import { isStorable } from '../../../kernel/storable.js';
import { invalid } from './sandbox.errors.js';

/** What a form or a query holds once `items[0][price]` is unfolded. Leaves are strings. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type FormTree = { [key: string]: FormValue };

/** Unfolds bracketed names; numeric keys become arrays. The empty string stays: at Stripe it clears. */
export function parseForm(text: string): FormTree {
  const tree: FormTree = Object.create(null) as FormTree;
  for (const [name, value] of new URLSearchParams(text)) {
    if (!isStorable(name) || !isStorable(value)) throw invalid(`Invalid string: ${name}`, { param: name });
    place(tree, path(name), value);
  }
  return arrays(tree) as FormTree;
}

function path(name: string): string[] {
  const head = name.indexOf('[');
  if (head <= 0) return [name];
  return [name.slice(0, head), ...[...name.slice(head).matchAll(/\[([^\]]*)\]/g)].map(([, key]) => key ?? '')];
}

function place(tree: FormTree, [key = '', ...rest]: string[], value: string): void {
  const name = key === '' ? String(Object.keys(tree).length) : key;
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const below = tree[name];
  const next: FormTree = typeof below === 'object' && !Array.isArray(below) ? below : (Object.create(null) as FormTree);
  tree[name] = next;
  place(next, rest, value);
}

function arrays(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, below]) => [key, arrays(below)] as const);
  const list = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key));
  if (list) return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, below]) => below);
  return Object.fromEntries(entries);
}
