import { Migration } from '@mikro-orm/migrations';

/** Kept answers rest sealed from here on; those that show a secret in clear are kept no longer, all others stay. */
export class Migration20261121020000_answers_are_sealed extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`delete from platform_idempotency where body like '%"whsec\\_%' or body like '%"rvn\\_%'`);
  }

  /** What is sealed cannot be read by what was before. */
  override down(): void {
    this.addSql(`delete from platform_idempotency where body like 'v1:%'`);
  }
}
