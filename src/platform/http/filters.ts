import { currencyOf, isCurrency } from '../../kernel/currency.js';
import { isId } from '../../kernel/id.js';

/** How a list may be narrowed by one column. */
export interface Filter {
  /** Completes "must be ...". */
  readonly rule: string;
  /** Whether `[gt]`, `[gte]`, `[lt]`, `[lte]` are read, rather than equality. */
  readonly range: boolean;
  /** The Postgres type the value is compared as. */
  readonly type: string;
  /** The value to compare with, or undefined when it breaks the rule. */
  read(text: string): string | boolean | undefined;
}

/** One of a few words, several of them comma-separated. */
export function words(...allowed: readonly string[]): Filter {
  return {
    rule: `one of ${allowed.join(', ')}`,
    range: false,
    type: 'text',
    read: (text) => allowed.find((word) => word === text),
  };
}

/** An id of ours. */
export const anId: Filter = {
  rule: 'an id',
  range: false,
  type: 'uuid',
  read: (text) => (isId(text) ? text : undefined),
};

/** A word of somebody else's: a provider's id, a type, a name. */
export const aName: Filter = {
  rule: 'at most 200 characters without blanks',
  range: false,
  type: 'text',
  read: (text) => (/^[\x21-\x7e]{1,200}$/.test(text) ? text : undefined),
};

/** Read in either case. */
export const aCurrency: Filter = {
  rule: 'the ISO 4217 code of a currency',
  range: false,
  type: 'text',
  read: (text) => (isCurrency(text) ? currencyOf(text) : undefined),
};

export const aFlag: Filter = {
  rule: 'true or false',
  range: false,
  type: 'boolean',
  read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
};

/** A day or an instant with its offset, by range. */
export const instants: Filter = {
  rule: 'a day (2026-11-20) or an instant with offset (2026-11-20T09:15:00Z)',
  range: true,
  type: 'timestamptz',
  read: (text) => {
    const shaped = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
    return shaped && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined;
  },
};
