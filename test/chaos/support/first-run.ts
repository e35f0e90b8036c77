import { until } from '../../support/until.js';
import type { Engine } from './process.js';

interface Progress {
  readonly state: string;
  readonly progress: number;
  readonly customers: number;
}

/** What somebody does who started the program and reads what it prints. */
export class FirstRun {
  private cookie = '';

  private constructor(readonly engine: Engine) {}

  /** When all is printed: how long that may take is for `npm run bench start`. */
  static async of(engine: Engine): Promise<FirstRun> {
    let ended = '';
    void engine.gone.then((how) => (ended = how));
    await until(() => ended !== '' || engine.output.includes('Embedded data survives'), 180_000);
    if (ended) throw new Error(`It ended with ${ended}.\n${engine.output}`);
    return new FirstRun(engine);
  }

  get docs(): string {
    return this.printed(/^API docs +(\S+)$/m);
  }

  /** Empty where none was printed. */
  get key(): string {
    return this.printed(/^Test key +(\S+) +\(shown once\)$/m);
  }

  /** Empty where there is none. */
  get demo(): string {
    return this.printed(/^Demo business +(.+)$/m);
  }

  /** Presses the button behind the printed link. @returns the answer's status */
  async signIn(): Promise<number> {
    const link = new URL(this.printed(/^Sign in once: +(\S+) /m));
    const page = await fetch(link);
    const [, token = ''] = /name="token" value="([\w-]+)"/.exec(await page.text()) ?? [];
    const answer = await fetch(new URL(link.pathname, link), {
      method: 'POST',
      headers: { origin: link.origin },
      body: new URLSearchParams({ token: token || (link.searchParams.get('token') ?? '') }),
      redirect: 'manual',
    });
    this.cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? this.cookie;
    return answer.status;
  }

  /** What whoever is signed in sees of the demo. */
  async progress(): Promise<Progress> {
    const answer = await fetch(`${this.engine.url}/admin/data/demo`, { headers: { cookie: this.cookie } });
    return (await answer.json()) as Progress;
  }

  /** The first page of customers, by the printed key. */
  async customers(key = this.key): Promise<unknown[] | number> {
    const answer = await fetch(`${this.engine.url}/api/v1/revenue/customers`, {
      headers: { authorization: `Bearer ${key}` },
    });
    return answer.status === 200 ? ((await answer.json()) as { data: unknown[] }).data : answer.status;
  }

  private printed(line: RegExp): string {
    return line.exec(this.engine.output)?.[1] ?? '';
  }
}
