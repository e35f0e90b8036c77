import { ApiDocument } from '../../src/platform/http/api-document.js';
import { startApp, type TestApp } from '../support/app.js';

interface Described {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly { name: string }[] } }>>;
}

/** What people look after one by one, or ask for by an account: few enough to be sorted. */
const FEW = [
  '/api/v1/ledger/entries',
  '/api/v1/webhooks/chain-breaks',
  '/api/v1/webhooks/conflicts',
  '/api/v1/webhooks/endpoints',
];

describe('lists', () => {
  let app: TestApp;

  beforeAll(async () => void (app = await startApp()));
  afterAll(() => app.close());

  /** Every list of the API, by its route. */
  function lists(): string[] {
    const { paths } = app.nest.get(ApiDocument, { strict: false }).read() as unknown as Described;
    return Object.entries(paths).flatMap(([path, { get }]) =>
      !path.includes('{') && get?.parameters?.some(({ name }) => name === 'cursor') ? [path] : [],
    );
  }

  /** How the statement that fetches a page is carried out where there are too many rows to sort. */
  async function planOf(path: string): Promise<string> {
    const { database } = app;
    const before = database.onQuery;
    const said: string[] = [];
    database.onQuery = (sql) => void said.push(sql);
    await app.get(path).finally(() => (database.onQuery = before));
    const page =
      said.findLast((sql) => /limit \d+\s*$/.test(sql)) ?? 'select 1 as "nothing was asked" order by random()';
    return database.transaction(async () => {
      await database.query('set local enable_seqscan = off');
      await database.query('set local enable_sort = off');
      await database.query('set local plan_cache_mode = force_generic_plan');
      await database.query(`prepare page as ${page}`);
      const nothing = [...new Set(page.match(/\$\d+/g))].map(() => 'null').join(', ');
      const rows = await database.query<{ 'QUERY PLAN': string }>(
        `explain execute page${nothing ? `(${nothing})` : ''}`,
      );
      await database.query('deallocate page');
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
  }

  it('of what grows with the business are read from an index, never sorted whole', async () => {
    const sorted: string[] = [];
    for (const path of lists()) if (/^\W*Sort\s+\(/m.test(await planOf(path))) sorted.push(path);

    expect(lists().length).toBeGreaterThan(10);
    expect(sorted.toSorted()).toEqual(FEW);
  }, 60_000);
});
