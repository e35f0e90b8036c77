import { byId } from './dom.js';

type Light = 'live' | 'polling' | 'paused' | 'offline';

const WORDS: Record<Light, string> = { live: 'Live', polling: 'Every 30 s', paused: 'Paused', offline: 'Reconnecting' };

const POLL = 30_000;
const TRIES = 3;

/**
 * Says when something has changed. One tab holds the stream and tells the others, because a browser opens only six
 * connections to one origin; when it closes, the next takes over.
 */
export class Live {
  private readonly others = new BroadcastChannel('revenue-live');
  private failures = 0;
  private polling: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly onChange: () => void) {}

  start(): void {
    this.others.addEventListener('message', ({ data }) => {
      if (data === 'changed') this.onChange();
      if (data === 'live') this.show('live');
    });
    document.addEventListener('visibilitychange', () => !document.hidden && this.onChange());
    void navigator.locks.request('revenue-live', () => this.hold());
  }

  /** Keeps the lock for as long as this tab lives. */
  private hold(): Promise<never> {
    this.connect();
    return new Promise(() => undefined);
  }

  private connect(): void {
    const source = new EventSource('/admin/live');
    source.addEventListener('hello', ({ data }) => {
      this.failures = 0;
      this.stopPolling();
      this.show('live');
      this.others.postMessage('live');
      if ((JSON.parse(String(data)) as { resync?: boolean }).resync) this.tell();
    });
    source.addEventListener('changed', () => this.tell());
    source.addEventListener('bye', ({ data }) => {
      source.close();
      const { reconnect_after: wait } = JSON.parse(String(data)) as { reconnect_after: number };
      this.show('offline');
      setTimeout(() => this.connect(), wait);
    });
    source.addEventListener('error', () => this.failed(source));
  }

  private failed(source: EventSource): void {
    this.failures += 1;
    this.show('offline');
    if (this.failures < TRIES && source.readyState !== EventSource.CLOSED) return;
    source.close();
    this.show('polling');
    this.polling ??= setInterval(() => this.onChange(), POLL);
    setTimeout(() => this.connect(), POLL);
  }

  private tell(): void {
    this.onChange();
    this.others.postMessage('changed');
  }

  private stopPolling(): void {
    clearInterval(this.polling);
    this.polling = undefined;
  }

  private show(light: Light): void {
    const at = byId('live');
    at.dataset['light'] = light;
    const word = at.querySelector('.word');
    if (word) word.textContent = WORDS[light];
  }
}
