import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { until } from '../../support/until.js';
import { signed } from '../../webhooks/intake-app.js';

export const HOME = resolve(import.meta.dirname, '../../..');
export const NODE = resolve(HOME, 'node_modules/.bin/node');
const PROGRAM = 'dist/bundled/src/program/main.js';
export const WEBHOOK_SECRET = 'whsec_of_the_chaos_suite';

/** One process of the program, as an operator starts it. */
export class Engine {
  /** The signal or exit code it ended with. */
  readonly gone: Promise<string>;
  readonly url: string;
  /** Where a worker, which takes no requests, tells how it is. */
  private readonly told: string;
  private readonly child: ChildProcess;
  private said = '';

  constructor(
    env: Readonly<Record<string, string>>,
    private readonly key: string,
    private readonly program: readonly string[] = [PROGRAM],
  ) {
    this.url = `http://127.0.0.1:${env['PORT']}`;
    this.told = env['METRICS_PORT'] === undefined ? this.url : `http://127.0.0.1:${env['METRICS_PORT']}`;
    this.child = spawn(NODE, program, { cwd: HOME, env: inherited(env), stdio: 'pipe' });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-4000)));
    this.gone = once(this.child, 'exit').then(([code, signal]) => String(signal ?? code));
  }

  get output(): string {
    return this.said;
  }

  async ready(): Promise<void> {
    let ended: string | undefined;
    void this.gone.then((how) => (ended = how));
    await until(async () => {
      if (ended !== undefined) throw new Error(`It ended with ${ended} before it was ready.\n${this.said}`);
      return (await this.health('ready')) === 200;
    }, 60_000).catch(async (error: unknown) => {
      throw new Error(`${String(error)} Live: ${await this.health('live')}.\n${this.said}`);
    });
  }

  /** A worker folds and tells, or is dead already. Those woken from an image say it, the others are asked. */
  async atWork(): Promise<void> {
    let isDead = false;
    void this.gone.then(() => (isDead = true));
    const isAtWork = async () => (this.isWoken ? this.said.includes('at work') : (await this.health('ready')) === 200);
    await until(async () => isDead || (await isAtWork()), 60_000);
  }

  /** What a probe is answered; 0 when nobody answers it in time. */
  async health(probe: 'live' | 'ready'): Promise<number> {
    return fetch(`${this.told}/health/${probe}`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ status }) => status,
      () => 0,
    );
  }

  private get isWoken(): boolean {
    return this.program.includes('--snapshot-blob');
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Whether it stands still, as by `SIGSTOP`. */
  isStopped(): boolean {
    const state = spawnSync('ps', ['-o', 'state=', '-p', String(this.child.pid)]).stdout.toString();
    return state.trim().startsWith('T');
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.gone;
  }

  /** An event as the provider delivers it: signed. Undefined when the connection ended without an answer. */
  async deliver(event: object): Promise<Answered | undefined> {
    const body = JSON.stringify(event);
    const headers = { 'stripe-signature': signed(Buffer.from(body), WEBHOOK_SECRET, new Date()) };
    return answered(fetch(`${this.url}/webhooks/stripe`, { method: 'POST', headers, body }));
  }

  /** The sum of a metric over all its labels; 0 while it has not been told. */
  async metric(name: string): Promise<number> {
    const response = await fetch(`${this.told}/metrics`, { headers: { authorization: `Bearer ${this.key}` } });
    const lines = (await response.text()).split('\n').filter((line) => new RegExp(`^${name}[{ ]`).test(line));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** A request as a client sends it; undefined when the connection ended without an answer. */
  async send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answered | undefined> {
    return answered(
      fetch(`${this.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  }
}

async function answered(sent: Promise<Response>): Promise<Answered | undefined> {
  try {
    const response = await sent;
    const retryAfter = response.headers.get('retry-after');
    const body = (await response.json()) as Answered['body'];
    return { status: response.status, body, ...(retryAfter !== null && { retryAfter: Number(retryAfter) }) };
  } catch {
    return undefined;
  }
}

/** Nothing of the tests' own environment reaches the program but where things are. */
export function inherited(env: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = '', HOME: home = '' } = process.env;
  return { PATH, HOME: home, ...env };
}

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** In seconds, where the caller is asked to come again. */
  readonly retryAfter?: number;
}
