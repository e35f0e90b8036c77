import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, minutes, seconds } from '../kernel/clock.js';
import { Sessions } from '../platform/auth/sessions.js';
import { Config } from '../platform/config/config.js';
import { EventLog, type Cursor } from '../platform/events/event-log.js';
import { WakeUps } from '../platform/events/wake-ups.js';
import { ScreenService } from '../modules/analytics/index.js';
import type { LiveClient } from './live-client.js';
import { TooManyStreams } from './live.errors.js';

const MOST_PER_OWNER = 5;
const MOST = 500;
const LINES_AT_ONCE = 50;

/**
 * Tells open pages that something changed; they fetch the figures themselves. Each process reads the events with a
 * cursor of its own in memory, and only while somebody listens, so nothing here has to be right for the books to be.
 */
@Injectable()
export class LiveService implements BeforeApplicationShutdown {
  private readonly clients = new Set<LiveClient>();
  private readonly stop = new AbortController();
  private running: Promise<void> | undefined;
  private cursor: Cursor = '0:0';
  private watermark = '';

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
    private readonly wakeUps: WakeUps,
    private readonly screens: ScreenService,
  ) {
    sessions.onEnd((session) => this.endOf(session));
  }

  /** @throws TooManyStreams */
  mustHaveRoom(owner: string): void {
    const own = [...this.clients].filter((client) => client.owner === owner).length;
    if (own >= MOST_PER_OWNER || this.clients.size >= MOST) throw new TooManyStreams();
  }

  async join(client: LiveClient, mode: Config['mode'], lastSeen: string | undefined): Promise<void> {
    client.onGone(() => this.clients.delete(client));
    const [cursor, resumes] = [await this.log.newest(), await this.resumes(lastSeen)];
    this.watermark ||= await this.screens.watermark();
    client.send('hello', { watermark: this.watermark, mode, version: 1, resync: !resumes }, cursor);
    if (resumes && lastSeen !== cursor) client.send('changed', { topics: ['figures', 'feed'] }, cursor);
    this.clients.add(client);
    this.running ??= this.run(cursor);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    for (const client of this.clients) {
      // Spread, so that they do not all come back in the same moment.
      client.send('bye', { reconnect_after: 1000 + (client.owner.charCodeAt(0) % 40) * 100 });
      client.close();
    }
    await this.running;
  }

  private async run(from: Cursor): Promise<void> {
    this.cursor = from;
    let [beat, checked] = [this.now, this.now];
    while (this.clients.size > 0 && !this.stop.signal.aborted) {
      await this.look();
      if (this.now - beat >= seconds(15)) beat = this.beat();
      if (this.now - checked >= minutes(1)) checked = await this.checkRights();
      await this.pause();
    }
    this.running = undefined;
  }

  /** At most one round a second, however much happens. */
  private async look(): Promise<void> {
    const events = await this.log.after(this.cursor, LINES_AT_ONCE);
    const watermark = await this.screens.watermark();
    const topics = [...(events.length > 0 ? ['feed'] : []), ...(watermark === this.watermark ? [] : ['figures'])];
    this.cursor = events.at(-1)?.cursor ?? this.cursor;
    this.watermark = watermark;
    for (const { cursor, ...line } of events) this.tell('feed', line, cursor);
    if (topics.length > 0) this.tell('changed', { topics, watermark }, this.cursor);
  }

  private tell(name: 'feed' | 'changed', data: object, id: Cursor): void {
    for (const client of this.clients) client.send(name, data, id);
  }

  private beat(): number {
    for (const client of this.clients) client.beat();
    return this.now;
  }

  private async checkRights(): Promise<number> {
    for (const client of this.clients) {
      if (client.session !== undefined && !(await this.sessions.stands(client.session))) this.endOf(client.session);
    }
    return this.now;
  }

  private endOf(session: string): void {
    for (const client of this.clients) if (client.session === session) client.close();
  }

  private async pause(): Promise<void> {
    const { signal } = this.stop;
    await this.wakeUps.next('events', seconds(1), signal);
    await new Promise<void>((done) => {
      const timer = setTimeout(done, 500);
      signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
    });
  }

  private async resumes(lastSeen: string | undefined): Promise<boolean> {
    return this.log.isResumable(lastSeen, this.clock.wall());
  }

  private get now(): number {
    return this.clock.wall().getTime();
  }
}
