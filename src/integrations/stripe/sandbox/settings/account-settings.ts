import type { Unit } from '../unit.js';
import type { Stored } from '../wire.js';

export const AFTER_RETRIES = ['cancel', 'leave', 'mark_unpaid', 'pause'] as const;

/** What is set for the whole account, as the provider's dashboard would. */
export interface AccountSettings extends Stored {
  /** Days after the first failure on which a payment is tried again; none: whoever uses the sandbox tries. */
  readonly retry_days: readonly number[];
  /** What becomes of a subscription whose last retry failed. */
  readonly after_retries: (typeof AFTER_RETRIES)[number];
  /** How many days before a renewal it is announced by `invoice.upcoming`; 0: never. */
  readonly upcoming_days: number;
  /** How many days before its due date an unpaid invoice is announced by `invoice.will_be_due`; 0: never. */
  readonly due_notice_days: number;
}

const ID = 'sandbox_settings';

export const USUAL: AccountSettings = {
  id: ID,
  object: ID,
  retry_days: [1, 3, 7, 14],
  after_retries: 'cancel',
  upcoming_days: 7,
  due_notice_days: 3,
};

const known = new WeakMap<Unit, AccountSettings>();

/** Asked once a unit: they are wanted for every renewal. */
export async function settingsOf(unit: Unit): Promise<AccountSettings> {
  const found = known.get(unit) ?? (await read(unit));
  known.set(unit, found);
  return found;
}

export async function changeSettings(unit: Unit, change: Partial<AccountSettings>): Promise<AccountSettings> {
  await read(unit);
  const row = unit.peek(ID) ?? unit.add<Stored>({ ...USUAL });
  return Object.assign(row, change) as AccountSettings;
}

async function read(unit: Unit): Promise<AccountSettings> {
  await unit.load([ID]);
  return (unit.peek(ID) as AccountSettings | undefined) ?? USUAL;
}
