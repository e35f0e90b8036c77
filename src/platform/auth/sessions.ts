import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { Clock, hours, minutes } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { boundToken, newToken, sameText, tokenHash } from './secret-token.js';
import type { SignedIn } from './signed-in.js';

const IDLE = minutes(30);
const ABSOLUTE = hours(12);
/** `seen_at` is written at most this often, so that a busy page does not write a row a request. */
const TOUCH = minutes(1);

export interface Visitor {
  readonly address: string | undefined;
  readonly agent: string | undefined;
}

interface Found {
  hash: string;
  admin_id: string | null;
  email: string | null;
  roles: string[] | null;
  seen_at: string;
}

/** Browsers that are signed in: rows, by the machine's clock, independent of Redis and of restarts. */
@Injectable()
export class Sessions {
  private readonly ends = new EventEmitter().setMaxListeners(0);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** `__Secure-` binds the cookie to https; over plain http only this machine's own browser is served. */
  get cookieName(): string {
    return this.secure ? '__Secure-rvn' : 'rvn';
  }

  /** The whole `Set-Cookie` of a session. SameSite is Strict because the back office changes state by links too. */
  cookie(token: string): string {
    return [`${this.cookieName}=${token}`, 'Path=/admin', 'HttpOnly', 'SameSite=Strict', ...this.attributes].join('; ');
  }

  get noCookie(): string {
    return `${this.cookie('')}; Max-Age=0`;
  }

  /** @returns the cookie's value, which is stored nowhere */
  async open(adminId: string | null, visitor: Visitor): Promise<string> {
    const token = newToken();
    const now = this.clock.wall();
    await this.database.query(
      `insert into platform_session (hash, admin_id, created_at, seen_at, address, agent) values ($1, $2, $3, $3, $4, $5)`,
      [tokenHash(token), adminId, now, visitor.address ?? null, visitor.agent?.slice(0, 300) ?? null],
    );
    return token;
  }

  async find(token: string): Promise<SignedIn | undefined> {
    const now = this.clock.wall();
    const [row] = await this.database.query<Found>(FIND, [
      tokenHash(token),
      new Date(now.getTime() - IDLE),
      new Date(now.getTime() - ABSOLUTE),
    ]);
    if (!row) return undefined;

    if (now.getTime() - new Date(row.seen_at).getTime() > TOUCH) await this.touch(row.hash, now);
    return {
      session: row.hash,
      adminId: row.admin_id,
      email: row.email,
      roles: row.roles ?? ['owner'],
      csrf: boundToken(row.hash, this.config.pepper),
    };
  }

  /** Whether the session still stands, without prolonging it: asked by streams that stay open. */
  async stands(session: string): Promise<boolean> {
    const now = this.clock.wall().getTime();
    const rows = await this.database.query(FIND, [session, new Date(now - IDLE), new Date(now - ABSOLUTE)]);
    return rows.length > 0;
  }

  isCsrfToken(person: SignedIn, given: string): boolean {
    return sameText(person.csrf, given);
  }

  async end(session: string): Promise<void> {
    await this.database.query('delete from platform_session where hash = $1', [session]);
    this.ends.emit('end', session);
  }

  /** Sessions of the one-time link end when there is an owner. */
  async endAnonymous(): Promise<void> {
    const ended = await this.database.query<{ hash: string }>(
      'delete from platform_session where admin_id is null returning hash',
    );
    this.database.afterCommit(() => ended.forEach(({ hash }) => this.ends.emit('end', hash)));
  }

  /** Tells streams of this process that a session ended; others find out within a minute. */
  onEnd(listener: (session: string) => void): () => void {
    this.ends.on('end', listener);
    return () => this.ends.off('end', listener);
  }

  private async touch(hash: string, now: Date): Promise<void> {
    await this.database.query('update platform_session set seen_at = $2 where hash = $1 and seen_at < $2', [hash, now]);
  }

  private get secure(): boolean {
    return this.config.publicUrl.startsWith('https:');
  }

  private get attributes(): string[] {
    return this.secure ? ['Secure'] : [];
  }
}

const FIND = `
  select session.hash, session.admin_id, session.seen_at, admin.email, admin.roles
  from platform_session session
  left join platform_admin admin on admin.id = session.admin_id
  where session.hash = $1 and session.seen_at > $2 and session.created_at > $3
    and (session.admin_id is null or (admin.id is not null and admin.disabled_at is null))
`;
