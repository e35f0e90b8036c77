import { Migration } from '@mikro-orm/migrations';

/** What falls due by a test clock of the sandbox waits for that clock, not for business time. */
export class Migration20261121013000_sandbox_test_clocks extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql('alter table stripe_sandbox.due add column clock text');
    this.addSql('drop index stripe_sandbox.due_due_at_kind_ref_idx');
    this.addSql('create index on stripe_sandbox.due (due_at, kind, ref) where clock is null');
    this.addSql('create index on stripe_sandbox.due (clock, due_at, kind, ref) where clock is not null');
  }

  override down(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql('delete from stripe_sandbox.due where clock is not null');
    this.addSql('alter table stripe_sandbox.due drop column clock');
    this.addSql('drop index if exists stripe_sandbox.due_due_at_kind_ref_idx');
    this.addSql('create index on stripe_sandbox.due (due_at, kind, ref)');
  }
}
