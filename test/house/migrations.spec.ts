import { MikroORM } from '@mikro-orm/core';
import { entities } from '../../src/mikro-orm.config.js';
import { Database } from '../../src/platform/database/database.js';
import { ormOptions } from '../../src/platform/database/orm-options.js';
import { freshStore } from '../support/database.js';

/** Everything the migrations may make, as the store itself describes it. */
const SCHEMA = `
  select 'column' as kind, table_schema || '.' || table_name || '.' || column_name as name,
         concat_ws(' ', udt_name, character_maximum_length, is_nullable, column_default, is_identity, generation_expression) as is
    from information_schema.columns where table_schema !~ '^(pg_|information_schema)'
  union all
  select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace::regnamespace::text !~ '^(pg_|information_schema)' and contype <> 'n'
  union all
  select 'index', schemaname || '.' || indexname, indexdef from pg_indexes where schemaname !~ '^pg_'
  union all
  select 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all
  select 'function', oid::regprocedure::text, pg_get_functiondef(oid)
    from pg_proc where pronamespace::regnamespace::text !~ '^(pg_|information_schema)' and prokind = 'f'
  union all
  select 'relation', oid::regclass::text, relkind::text
    from pg_class where relnamespace::regnamespace::text !~ '^(pg_|information_schema)' and relkind in ('r', 'p', 'v', 'm', 'S')
  union all
  select 'schema', nspname, '' from pg_namespace where nspname !~ '^(pg_|information_schema|public)'
  order by 1, 2, 3`;

describe('the migrations', () => {
  let orm: MikroORM;
  let database: Database;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const store = await freshStore(false);
    drop = store.drop;
    orm = await MikroORM.init(await ormOptions(store.settings, entities));
    database = new Database(orm);
    await orm.migrator.up();
  }, 120_000);

  afterAll(async () => {
    await orm?.close(true);
    await drop?.();
  });

  it('make exactly the tables the entities speak of', async () => {
    expect(await drift()).toBe('');
  });

  it.each([
    ['column', 'add column forgotten text', 'drop column forgotten'],
    ['check', 'add constraint forgotten check (sequence > -9)', 'drop constraint forgotten'],
    ['unique key', 'add constraint forgotten unique (id, sequence)', 'drop constraint forgotten'],
  ])('would be caught making a %s no entity knows', async (_, made, undone) => {
    await database.query(`alter table platform_event ${made}`);
    const found = await drift();
    await database.query(`alter table platform_event ${undone}`);

    expect(found).toContain('forgotten');
  });

  it('would be caught making an index no entity knows', async () => {
    await database.query('create index forgotten on platform_event (recorded_at, id)');
    const found = await drift();
    await database.query('drop index forgotten');

    expect(found).toContain('forgotten');
  });

  it('can be undone, leaving nothing, and done again, leaving the same', async () => {
    const before = await database.query(SCHEMA);

    await orm.migrator.down({ to: 0 });
    const left = await database.query<{ name: string }>(SCHEMA);
    await orm.migrator.up();

    expect(left.filter(({ name }) => !name.includes('platform_migration'))).toEqual([]);
    expect(await database.query(SCHEMA)).toEqual(before);
    expect(before.length).toBeGreaterThan(100);
  }, 120_000);

  async function drift(): Promise<string> {
    return (await orm.schema.getUpdateSchemaSQL({ wrap: false })).trim();
  }
});
