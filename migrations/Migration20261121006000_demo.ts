import { Migration } from '@mikro-orm/migrations';

/** How far the demo business has been told, so that it goes on after a restart. One row at most. */
export class Migration20261121006000_demo extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table demo_run (
        id        int         primary key constraint demo_run_id_check check (id = 1),
        state     text        not null,
        seed      int         not null,
        customers int         not null,
        days      int         not null,
        starts_at timestamptz not null,
        day       int         not null,
        personas  jsonb       not null,
        prices    jsonb       not null
      )`);
  }

  override down(): void {
    this.addSql('drop table demo_run');
  }
}
