import { Injectable } from '@nestjs/common';
import { Clock, minutes } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { newToken, tokenHash } from './secret-token.js';

const LIFETIME = minutes(15);

/** The way in before there is an owner: a link printed at start, for a browser on this machine, good for one use. */
@Injectable()
export class SignInLinks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @returns the whole URL, or nothing once an owner exists */
  async issue(): Promise<string | undefined> {
    if (await this.closed()) return undefined;
    const token = newToken();
    await this.database.query('insert into platform_sign_in_link (hash, expires_at) values ($1, $2)', [
      tokenHash(token),
      new Date(this.clock.wall().getTime() + LIFETIME),
    ]);
    return new URL(`/admin/welcome?token=${token}`, this.config.publicUrl).href;
  }

  /** Whether it would let somebody in now. Asking does not use it up. */
  async isGood(token: string): Promise<boolean> {
    const found = await this.database.query(`select 1 from platform_sign_in_link where ${GOOD}`, this.asked(token));
    return found.length === 1;
  }

  /** One statement, so that of two uses at once one succeeds. */
  async use(token: string): Promise<boolean> {
    const used = await this.database.query(
      `update platform_sign_in_link set used_at = $2 where ${GOOD} returning hash`,
      this.asked(token),
    );
    return used.length === 1;
  }

  private asked(token: string): [string, Date] {
    return [tokenHash(token), this.clock.wall()];
  }

  private async closed(): Promise<boolean> {
    const owners = await this.database.query(
      `select 1 from platform_admin where 'owner' = any(roles) and disabled_at is null limit 1`,
    );
    return owners.length > 0;
  }
}

const GOOD = `hash = $1 and used_at is null and expires_at > $2
  and not exists (select 1 from platform_admin where 'owner' = any(roles) and disabled_at is null)`;
