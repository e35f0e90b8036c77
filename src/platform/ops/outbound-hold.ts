import { resolve } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { HealthChecks } from './health-checks.js';

/** What leaves: our events to endpoints, and calls that change something at a provider. */
export const CHANNELS = ['webhooks', 'provider'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface HeldState {
  readonly channel: Channel;
  readonly held: boolean;
  /** Who holds it or let it go, and since when; nobody where the setting decides. */
  readonly by: string | null;
  readonly since: string | null;
}

/**
 * After a restore nothing may leave before somebody has looked: what was sent since the copy was made would be sent again.
 * All channels are held by the setting, or in the store, where it cannot be forgotten; a person releases each by itself.
 */
@Injectable()
export class OutboundHold implements OnModuleInit {
  private place: string | undefined;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly checks: HealthChecks,
  ) {}

  onModuleInit(): void {
    this.checks.register('outbound', async () => {
      const held = await this.channels();
      return held.length === 0 ? { status: 'up' } : { status: 'degraded', details: { held } };
    });
  }

  async isHeld(channel: Channel): Promise<boolean> {
    const [row] = await this.database.query<{ held: boolean }>(
      'select released_at is null or released_in is distinct from $2 as held from platform_outbound_hold where channel = $1',
      [channel, await this.here()],
    );
    return row?.held ?? this.config.holdOutbound;
  }

  /** Those that are held. */
  async channels(): Promise<Channel[]> {
    return (await this.state()).flatMap(({ channel, held }) => (held ? [channel] : []));
  }

  async state(): Promise<HeldState[]> {
    const rows = await this.database.query<HeldState>(STATE, [await this.here()]);
    return CHANNELS.map(
      (channel) =>
        rows.find((row) => row.channel === channel) ?? {
          ...{ channel, held: this.config.holdOutbound, by: null, since: null },
        },
    );
  }

  async hold(channels: readonly Channel[], by: string): Promise<void> {
    await this.database.query(HOLD, [[...channels], this.clock.wall(), by]);
  }

  async release(channel: Channel, by: string): Promise<void> {
    await this.database.query(RELEASE, [channel, this.clock.wall(), by, await this.here()]);
  }

  /**
   * What the setting holds is written down, for whoever asks from another process. Started without it, an installation
   * forgets that, and what was released: set once more, it holds everything once more.
   */
  async begin(): Promise<void> {
    if (this.config.holdOutbound)
      await this.database.query(HOLD_AGAIN, [CHANNELS, this.clock.wall(), SETTING, await this.here()]);
    else await this.database.query(FORGET, [SETTING]);
  }

  /** Which store this is: a copy of it, in another place, is another one. */
  private async here(): Promise<string> {
    const { databaseUrl, dataFolder } = this.config;
    this.place ??= databaseUrl === undefined ? `folder ${resolve(dataFolder)}` : await this.server();
    return this.place;
  }

  private async server(): Promise<string> {
    const [row] = await this.database.query<{ place: string }>(
      `select concat_ws(' ', 'server', (select system_identifier from pg_control_system()), 'database', oid) as place
       from pg_database where datname = current_database()`,
    );
    return row?.place ?? '';
  }
}

const SETTING = 'setting';

const STATE = `
  select channel, held, case when held then held_by else released_by end as by,
         case when held then held_at else released_at end as since
  from (select *, released_at is null or released_in is distinct from $1 as held from platform_outbound_hold) hold`;

const HOLD = `
  insert into platform_outbound_hold (channel, held_at, held_by) select channel, $2, $3 from unnest($1::text[]) as channel
  on conflict (channel) do update set held_at = excluded.held_at, held_by = excluded.held_by,
    released_at = null, released_by = null, released_in = null`;

const HOLD_AGAIN = `
  ${HOLD} where platform_outbound_hold.released_at is not null and platform_outbound_hold.released_in is distinct from $4`;

const RELEASE = `
  insert into platform_outbound_hold (channel, held_at, held_by, released_at, released_by, released_in)
  values ($1, $2, '${SETTING}', $2, $3, $4)
  on conflict (channel) do update
    set released_at = excluded.released_at, released_by = excluded.released_by, released_in = excluded.released_in`;

const FORGET = 'delete from platform_outbound_hold where released_at is not null or held_by = $1';
