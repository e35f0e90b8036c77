import { Migration } from '@mikro-orm/migrations';

/** Payments are on record while they are held, and when they were given up. */
export class Migration20261121230500_payments_held_and_canceled extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      alter table analytics_payment
        drop constraint analytics_payment_state_check,
        add constraint analytics_payment_state_check check (state in ('authorized', 'canceled', 'failed', 'succeeded'))`);
  }

  override down(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`delete from analytics_payment where state in ('authorized', 'canceled')`);
    this.addSql(`
      alter table analytics_payment
        drop constraint analytics_payment_state_check,
        add constraint analytics_payment_state_check check (state in ('succeeded', 'failed'))`);
  }
}
