import { newId } from '../../src/kernel/id.js';
import { Database } from '../../src/platform/database/database.js';
import { NestedTransaction } from '../../src/platform/database/database.errors.js';
import { startDatabase, type TestDatabase } from '../support/database.js';

describe('the database', () => {
  let store: TestDatabase;

  beforeAll(async () => {
    store = await startDatabase();
  });
  afterAll(() => store.close());

  it('has migrations that match the entities', async () => {
    expect((await store.orm.schema.getUpdateSchemaSQL({ wrap: false })).trim()).toBe('');
  });

  it('keeps nothing of a transaction that fails', async () => {
    const failed = store.database.transaction(async () => {
      await store.database.query(`insert into platform_consumer (name) values ('lost')`);
      throw new Error('half way');
    });

    await expect(failed).rejects.toThrow('half way');
    expect(await store.database.query(`select * from platform_consumer where name = 'lost'`)).toEqual([]);
  });

  it('keeps the rest when a savepoint fails', async () => {
    await store.database.transaction(async () => {
      await store.database.query(`insert into platform_consumer (name) values ('kept')`);
      await store.database
        .savepoint(async () => {
          await store.database.query(`insert into platform_consumer (name) values ('undone')`);
          throw new Error('this part');
        })
        .catch(() => undefined);
    });

    expect(await store.database.query(`select name from platform_consumer order by 1`)).toEqual([{ name: 'kept' }]);
  });

  it('lets a part fail alone that breaks what is only checked at the end of a transaction', async () => {
    const { database } = store;
    await database.query('create table once (n int unique deferrable initially deferred)');
    await database.transaction(async () => {
      await database.query('insert into once values (1)');
      const twice = database.savepoint(() => database.query('insert into once values (1)'));
      await expect(twice).rejects.toMatchObject({ code: '23505' });
      await database.savepoint(() => database.query('insert into once values (2)'));
      await database.query('insert into once values (3), (3)');
      await database.query('delete from once where n = 3');
    });

    expect(await database.query('select n from once order by n')).toEqual([{ n: 1 }, { n: 2 }]);
    await database.query('drop table once');
  });

  it('writes in few statements what is told in many, in the order of telling, and nothing that a failed part told', async () => {
    const written: string[][] = [];
    const write = async (rows: readonly string[]) => void written.push([...rows]);
    const { database } = store;
    await database.transaction(async () => {
      await database.atEnd(write, ['before']);
      await database.atEnd(write, ['before too']);
      await database.savepoint(() => database.atEnd(write, ['within']));
      await database
        .savepoint(async () => {
          await database.atEnd(write, ['taken back']);
          throw new Error('only this part');
        })
        .catch(() => undefined);
      await database.atEnd(write, ['after']);
      expect(written).toEqual([['before', 'before too'], ['within']]);
    });
    await database.atEnd(write, ['without a transaction']);

    expect(written.flat()).toEqual(['before', 'before too', 'within', 'after', 'without a transaction']);
  });

  it('refuses a provider call inside a transaction', async () => {
    await expect(store.database.transaction(async () => Database.outside('a provider call'))).rejects.toThrow(
      NestedTransaction,
    );
  });

  it('gives whole numbers of eight bytes as text and instants as text, on both stores', async () => {
    const [row] = await store.database.query(
      `select 9007199254740993::bigint as n, count(*) as c, '2026-03-01T00:00:00Z'::timestamptz as at, $1::uuid as id`,
      [newId(store.clock.now())],
    );
    expect(row).toMatchObject({ n: '9007199254740993', c: '1', at: '2026-03-01 00:00:00+00' });
  });
});
