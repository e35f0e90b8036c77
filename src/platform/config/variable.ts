import type { Reader } from './readers.js';

/** A variable of the environment. This table is the only place one is declared; file and README are made from it. */
export interface Variable<T = unknown> {
  readonly name: string;
  readonly meaning: string;
  readonly reader: Reader<T>;
  readonly example: string;
  /** What holds when it is not set; absent, it stays unset. */
  readonly initial?: string;
  /** How the table words the default, where it is not a plain value. */
  readonly unset?: string;
  /** Never printed, and held to the rules for secrets. */
  readonly secret?: true;
}

export const variable = <const V extends Variable>(it: V): V => it;
