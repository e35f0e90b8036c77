import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A run that failed once: played first in every run from then on. */
export interface KeptRun {
  readonly seed: number;
  readonly path: string;
  readonly replayPath: string;
  /** What went wrong, in a sentence. */
  readonly words: string;
}

const FOLDER = join(import.meta.dirname, '../regressions/model');

export function keptRuns(): KeptRun[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as KeptRun);
}

export function keep(day: string, run: KeptRun): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${day}-seed-${Math.abs(run.seed)}.json`);
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}
