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
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly checks: HealthChecks,
  ) {}

  onModuleInit(): void {
    this.checks.register('outbound', async () => {
      const held = (await this.state()).flatMap(({ channel, held: is }) => (is ? [channel] : []));
      return held.length === 0 ? { status: 'up' } : { status: 'degraded', details: { held } };
    });
  }

  async isHeld(channel: Channel): Promise<boolean> {
    const [row] = await this.database.query<{ held: boolean }>(
      'select released_at is null as held from platform_outbound_hold where channel = $1',
      [channel],
    );
    return row?.held ?? this.config.holdOutbound;
  }

  async state(): Promise<HeldState[]> {
    const rows = await this.database.query<HeldState>(
      `select channel, released_at is null as held, coalesce(released_by, held_by) as by, coalesce(released_at, held_at) as since
       from platform_outbound_hold`,
    );
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
    await this.database.query(RELEASE, [channel, this.clock.wall(), by]);
  }

  /** Started without the setting, an installation forgets what was released: set once more, it holds everything once more. */
  async begin(): Promise<void> {
    if (!this.config.holdOutbound)
      await this.database.query('delete from platform_outbound_hold where released_at is not null');
  }
}

const HOLD = `
  insert into platform_outbound_hold (channel, held_at, held_by) select channel, $2, $3 from unnest($1::text[]) as channel
  on conflict (channel) do update
    set held_at = excluded.held_at, held_by = excluded.held_by, released_at = null, released_by = null`;

const RELEASE = `
  insert into platform_outbound_hold (channel, held_at, held_by, released_at, released_by) values ($1, $2, 'setting', $2, $3)
  on conflict (channel) do update set released_at = excluded.released_at, released_by = excluded.released_by`;
