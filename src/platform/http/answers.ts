import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './built.js';

/** JSON Schemas of what each operation answers, by its id, and the named ones they refer to. */
export interface Answers {
  readonly operations: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, object>>;
}

/** The schemas made from the return types of the routes. */
export function keptAnswers(): Answers {
  const path = join(home(import.meta.dirname), 'docs/answers.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Answers;
}
