import { Migration } from '@mikro-orm/migrations';

/** Moments of the sandbox that can be come back to. The copies are tables called by number and place. */
export class Migration20261121013100_sandbox_snapshots extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table stripe_sandbox.snapshot (
        name        text        not null primary key,
        number      bigint      generated always as identity not null,
        business_at timestamptz not null,
        shape       text        not null,
        tables      jsonb       not null
      )`);
  }

  override down(): void {
    this.addSql(`
      do $$ declare copy record; begin
        for copy in select tablename from pg_tables where schemaname = 'stripe_sandbox' and tablename like 'snapshot%' loop
          execute format('drop table stripe_sandbox.%I', copy.tablename);
        end loop;
      end $$`);
  }
}
