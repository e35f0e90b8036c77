import type { Extension } from '@electric-sql/pglite';

/** The types our statements answer with, and the arrays of them, by the numbers Postgres knows them by. */
const READ = new Set([
  ...[16, 17, 20, 21, 23, 25, 26, 114, 700, 701, 1042, 1043, 1082, 1114, 1184, 1700, 2950, 3802],
  ...[199, 271, 1000, 1001, 1003, 1005, 1007, 1009, 1015, 1016, 1022, 1115, 1182, 1185, 1231, 2951, 3807],
]);

/**
 * PGlite knows how to read 300 types and copies all that it knows for each statement, which takes longer than a small
 * statement itself. What it is not told to read arrives as text, as from node-postgres.
 */
export const fewParsers: Extension = {
  name: 'few parsers',
  setup: async (pg) => ({
    init: async () => {
      const parsers = Object.entries(pg.parsers as Record<string, unknown>);
      pg.parsers = Object.fromEntries(parsers.filter(([type]) => READ.has(Number(type))));
    },
  }),
};
