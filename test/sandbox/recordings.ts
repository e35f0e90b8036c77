import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const FILE = fileURLToPath(new URL('../../../shared/data/stripe/recordings-open.jsonl.gz', import.meta.url));

export type Json = Record<string, unknown>;

export interface Step {
  readonly at: string;
  readonly method: string;
  readonly url: string;
  /** As a form. */
  readonly body: string | null;
  readonly status: number;
  readonly response: Json;
}

export interface Recording {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Real requests and answers of the provider's test mode; none where the file is absent. */
export function recordings(): Recording[] {
  if (!existsSync(FILE)) return [];
  const lines = gunzipSync(readFileSync(FILE)).toString().trim().split('\n');
  return lines.map((line) => {
    const { cassette, steps } = JSON.parse(line) as { cassette: string; steps: readonly Step[] };
    return { name: cassette, steps };
  });
}

/** Names that the provider gives: a prefix and at least eight letters and digits, not all of them small letters. */
const ID = /\b[a-z]{2,6}_(?:test_)?(?![a-z]+\b)[A-Za-z0-9]{8,}(?:_secret_[A-Za-z0-9]+)?\b/g;

/** Which of ours stands for which of theirs. */
export class Names {
  private readonly ours = new Map<string, string>();
  private readonly theirs = new Map<string, string>();

  learn(theirs: string, ours: string): void {
    if (this.ours.has(theirs) || this.theirs.has(ours)) return;
    this.ours.set(theirs, ours);
    this.theirs.set(ours, theirs);
  }

  knows(theirs: string): boolean {
    return this.ours.has(theirs);
  }

  oursOf(theirs: string): string {
    return this.ours.get(theirs) ?? theirs;
  }

  inText(text: string): string {
    return text.replaceAll(ID, (id) => this.oursOf(id));
  }

  /** Ids of theirs in a text that nobody has met yet. */
  strangers(text: string): string[] {
    return [...new Set([...text.matchAll(ID)].map(([id]) => id))].filter((id) => !this.knows(id));
  }
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]{2,6}_(?:test_)?[A-Za-z0-9]{8,}(?:_secret_[A-Za-z0-9]+)?$/.test(value);
}

export interface Differing {
  readonly path: string;
  readonly theirs: unknown;
  readonly ours: unknown;
}

/** Seconds that two clocks which were set by the same header may be apart. */
const APART = 15;

/** Every value they gave and we give otherwise or not at all. What only we give is held against the package's declarations. */
export function* differing(theirs: unknown, ours: unknown, names: Names, path = ''): Generator<Differing> {
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    if (theirs.length !== ours.length) yield { path: `${path}.length`, theirs: theirs.length, ours: ours.length };
    for (const [index, one] of theirs.entries()) yield* differing(one, ours[index], names, `${path}[]`);
  } else if (isHash(theirs) && isHash(ours)) {
    for (const [key, value] of Object.entries(theirs)) yield* differing(value, ours[key], names, `${path}.${key}`);
  } else if (!areLike(theirs, ours, names)) yield { path, theirs, ours };
}

/** Ids that stand for each other, times a few seconds apart, texts with our ids in place of theirs, or equal values. */
function areLike(theirs: unknown, ours: unknown, names: Names): boolean {
  if (isTime(theirs) && isTime(ours)) return Math.abs(theirs - ours) <= APART;
  if (typeof theirs !== 'string' || typeof ours !== 'string') return theirs === ours;
  if (isId(theirs) && isId(ours)) names.learn(theirs, ours);
  return names.inText(theirs) === ours;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value > 1_500_000_000 && value < 4_000_000_000;
}

function isHash(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object of that id, wherever it is shown. */
export function shown(id: string, within: unknown): Json | undefined {
  if (Array.isArray(within)) return first(within, id);
  if (!isHash(within)) return undefined;
  return within['id'] === id && typeof within['object'] === 'string' ? within : first(Object.values(within), id);
}

function first(values: readonly unknown[], id: string): Json | undefined {
  for (const value of values) {
    const found = shown(id, value);
    if (found) return found;
  }
  return undefined;
}
