import { Injectable } from '@nestjs/common';
import { Clock, minutes } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { Database } from '../database/database.js';
import { NotAnAddress, OwnerExists, SignInRefused, WeakPassword } from './admins.errors.js';
import { isPassword, passwordFault, passwordHash } from './password.js';
import { Sessions, type Visitor } from './sessions.js';

const TRIES = 6;
const LONGEST_LOCK = 24 * 60;

interface Account {
  id: string;
  password_hash: string;
  failures: number;
  locked_until: string | null;
}

/** People who may sign in. The first one is the owner, made on the welcome page or from the command line. */
@Injectable()
export class Admins {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
  ) {}

  async haveOwner(): Promise<boolean> {
    const rows = await this.database.query(
      `select 1 from platform_admin where 'owner' = any(roles) and disabled_at is null limit 1`,
    );
    return rows.length > 0;
  }

  /**
   * Makes the owner and signs them in; whoever came by the one-time link is signed out.
   * @returns the new session's cookie value
   * @throws OwnerExists, WeakPassword, NotAnAddress
   */
  async createOwner(address: string, password: string, visitor: Visitor): Promise<string> {
    const owner = await chosen(address, password);
    return this.database.transaction(async () => this.sessions.open(await this.admit(owner), visitor));
  }

  /** The owner of an installation that prints no link. @throws OwnerExists, WeakPassword, NotAnAddress */
  async appointOwner(address: string, password: string): Promise<void> {
    const owner = await chosen(address, password);
    await this.database.transaction(() => this.admit(owner));
  }

  /** @throws SignInRefused, which never says whether the account exists or is locked */
  async signIn(address: string, password: string, visitor: Visitor): Promise<string> {
    const now = this.clock.wall();
    const [account] = await this.database.query<Account>(
      `select id, password_hash, failures, locked_until from platform_admin where email = $1 and disabled_at is null`,
      [address.trim().toLowerCase()],
    );
    const right = await isPassword(password.slice(0, 512), account?.password_hash);
    if (!account) throw new SignInRefused();
    if (account.locked_until !== null && new Date(account.locked_until) > now) throw new SignInRefused();
    if (!right) {
      await this.fail(account.id, now);
      throw new SignInRefused();
    }
    await this.database.query('update platform_admin set failures = 0, locked_until = null where id = $1', [
      account.id,
    ]);
    return this.sessions.open(account.id, visitor);
  }

  /** @returns the id of the one owner */
  private async admit({ email, hash }: Chosen): Promise<string> {
    await this.database.hold('platform:owner');
    if (await this.haveOwner()) throw new OwnerExists();
    const now = this.clock.wall();
    const id = newId(now);
    await this.database.query(
      `insert into platform_admin (id, email, password_hash, roles, created_at) values ($1, $2, $3, '{owner}', $4)`,
      [id, email, hash, now],
    );
    await this.sessions.endAnonymous();
    return id;
  }

  /** Six wrong tries lock for a quarter of an hour, each further one for twice as long. */
  private async fail(id: string, now: Date): Promise<void> {
    const [row] = await this.database.query<{ failures: number }>(
      'update platform_admin set failures = failures + 1 where id = $1 returning failures',
      [id],
    );
    const over = (row?.failures ?? 0) - TRIES;
    if (over < 0) return;
    const lock = minutes(Math.min(15 * 2 ** Math.min(over, 10), LONGEST_LOCK));
    await this.database.query('update platform_admin set locked_until = $2 where id = $1', [
      id,
      new Date(now.getTime() + lock),
    ]);
  }
}

interface Chosen {
  readonly email: string;
  readonly hash: string;
}

/** Hashing takes its time, and no transaction waits for it. */
async function chosen(address: string, password: string): Promise<Chosen> {
  const email = address.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254) throw new NotAnAddress();
  const fault = passwordFault(password, email);
  if (fault) throw new WeakPassword(fault);
  return { email, hash: await passwordHash(password) };
}
