import { MikroORM } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { entities } from '../../src/mikro-orm.config.js';
import { Database } from '../../src/platform/database/database.js';
import { migrateUp } from '../../src/platform/database/migrate.js';
import { ormOptions } from '../../src/platform/database/orm-options.js';
import { freshStore } from '../support/database.js';

/** As one that builds an index over a large inbox; it writes down how long it may take. */
class Migration20990101000000_patience extends Migration {
  override up(): void {
    this.addSql(`create table patience as select current_setting('statement_timeout') as longest`);
  }
}

/** An embedded store has one connection, and is migrated when it is opened. */
const describeOnPostgres = process.env['TEST_DATABASE_URL'] ? describe : describe.skip;

describeOnPostgres('bringing a schema up to date', () => {
  let orm: MikroORM;
  let database: Database;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const store = await freshStore(false);
    drop = store.drop;
    const options = await ormOptions(store.settings, entities);
    const own = [{ name: 'Migration20990101000000_patience', class: Migration20990101000000_patience }];
    orm = await MikroORM.init({ ...options, migrations: { ...options.migrations, migrationsList: own } });
    database = new Database(orm);
  });
  afterAll(async () => {
    await orm?.close(true);
    await drop?.();
  });

  const ordinary = () => database.query(`select current_setting('statement_timeout') as longest`);

  it('may take minutes, where what comes after it may take as long as before', async () => {
    const before = await ordinary();

    expect(await migrateUp(database)).toEqual(['Migration20990101000000_patience']);

    expect(await database.query('select longest from patience')).toEqual([{ longest: '15min' }]);
    expect(await ordinary()).toEqual(before);
    expect(before).toEqual([{ longest: '15s' }]);
  });
});
