import { Controller, Get, Inject } from '@nestjs/common';
import { newId } from '../../src/kernel/id.js';
import { Public } from '../../src/platform/auth/access.js';
import { Database } from '../../src/platform/database/database.js';
import { anId, instants, words } from '../../src/platform/http/filters.js';
import type { List, Page } from '../../src/platform/http/page.js';
import { Paged } from '../../src/platform/http/paged.js';
import { Quota } from '../../src/platform/limits/policies.js';
import { startDatabase } from '../support/database.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

interface Seed {
  readonly id: string;
  readonly kind: string;
}

@Controller('seeds')
@Public()
@Quota('none')
class SeedController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  async list(@Paged({ kind: words('bean', 'pea'), id: anId, created_at: instants }) page: Page): Promise<List<Seed>> {
    const { tail, parameters } = page.sql({ at: 'created_at', id: 'id' }, { where: 'bed = $1', parameters: ['north'] });
    const rows = await this.database.query<Seed>(`select * from garden_seed ${tail}`, parameters);
    return page.answer(rows, ({ id, kind }) => ({ id, kind }));
  }
}

describe('lists', () => {
  let store: Awaited<ReturnType<typeof startDatabase>>;
  let app: TinyApp;
  const planted: string[] = [];

  beforeAll(async () => {
    store = await startDatabase();
    await store.database.query(
      'create table garden_seed (id uuid primary key, kind text, bed text, created_at timestamptz)',
    );
    for (let n = 0; n < 45; n += 1) await plant(n);
    await store.database.query(`insert into garden_seed values ($1, 'bean', 'south', now())`, [newId(new Date(0))]);
    app = await tinyApp({ database: store.database, controllers: [SeedController] });
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  // Three seeds share each instant, and instants differ by a microsecond, which no Date can hold.
  const plant = async (n: number) => {
    const id = newId(new Date(1_700_000_000_000 + n));
    const at = `2026-03-01 10:00:00.${String(100_000 + Math.floor(n / 3)).padStart(6, '0')}+00`;
    await store.database.query('insert into garden_seed values ($1, $2, $3, $4::timestamptz)', [
      id,
      n % 2 ? 'pea' : 'bean',
      'north',
      at,
    ]);
    planted.unshift(id);
  };
  const ask = async (query: string) => {
    const answer = await app.fetch(`/api/v1/seeds?${query}`);
    return {
      status: answer.status,
      body: (await answer.json()) as { data: Seed[]; has_more: boolean; next_cursor: string | null; code: string },
    };
  };
  const walk = async (query: string, between: () => Promise<void> = async () => undefined) => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await ask(`${query}${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...body.data.map(({ id }) => id));
      cursor = body.next_cursor;
      await between();
    }
    return seen;
  };

  it('show twenty, newest first, unless asked otherwise', async () => {
    const { body } = await ask('');
    expect(body.data.map(({ id }) => id)).toEqual(planted.slice(0, 20));
    expect(body.has_more).toBe(true);
    expect((await ask('limit=100')).body).toMatchObject({ has_more: false, next_cursor: null });
  });

  it('give every row once, though instants are shared and rows come in between', async () => {
    const before = [...planted];
    let n = 100;
    expect(await walk('limit=7', () => plant((n += 1)))).toEqual(before);
  });

  it('are narrowed by words, ids and spans', async () => {
    expect((await ask('kind=bean&limit=100')).body.data.every(({ kind }) => kind === 'bean')).toBe(true);
    expect((await walk('kind=bean,pea&limit=50')).length).toBe(planted.length);
    expect((await ask(`id=${planted[3]}`)).body.data).toHaveLength(1);
    expect((await ask('created_at[gte]=2026-03-01T11:00:00%2B01:00&limit=1')).body.data).toHaveLength(1);
    expect((await ask('created_at[gt]=2026-03-02')).body.data).toHaveLength(0);
  });

  it('refuse a cursor that was altered, or comes from another list', async () => {
    const { next_cursor: cursor } = (await ask('limit=5&kind=pea')).body;
    const altered = `${cursor?.slice(0, -3)}${cursor?.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    for (const query of [
      `limit=5&kind=pea&cursor=${altered}`,
      `limit=5&kind=bean&cursor=${cursor}`,
      `limit=5&kind=pea&cursor=${cursor}.!`,
      'cursor=x',
      `cursor=${'A'.repeat(80)}`,
    ]) {
      expect(await ask(query)).toMatchObject({ status: 422, body: { code: 'request/bad-cursor' } });
    }
    expect((await ask(`limit=9&kind=pea&cursor=${cursor}`)).status).toBe(200);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=ten',
    'colour=red',
    'kind=',
    'kind=oak',
    'kind=bean&kind=pea',
    'created_at=2026-03-01',
    'kind[gt]=bean',
    'created_at[gte]=yesterday',
    'created_at[near]=2026-03-01',
    'id=7',
    '__proto__=1',
    'constructor=1',
  ])('refuse %s', async (query) => {
    expect(await ask(query)).toMatchObject({ status: 422, body: { code: 'request/invalid' } });
  });
});
