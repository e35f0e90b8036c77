import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './built.js';

/** JSON Schemas of what each operation answers, by its id, and the named ones they refer to. */
export interface Answers {
  readonly operations: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, object>>;
}

/** The schemas made from the return types of the routes; none where the documents were left behind. */
export function keptAnswers(): Answers {
  try {
    return JSON.parse(readFileSync(join(home(import.meta.dirname), 'docs/answers.json'), 'utf8')) as Answers;
  } catch {
    return { operations: {}, schemas: {} };
  }
}
