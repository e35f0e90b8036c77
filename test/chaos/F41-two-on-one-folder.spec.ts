import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.js';
import { freePort } from '../support/free-port.js';
import { command } from './support/command.js';
import { settingsOn } from './support/engine.js';
import { Engine } from './support/process.js';

/** So that the second process has something to be told apart by: anybody else's living process. */
const SOMEBODY = process.pid;

describe('F41 two processes on one data folder', () => {
  let folder: string;
  let env: Record<string, string>;
  const running = new Set<Engine>();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'revenue-chaos-data-'));
    const { DATABASE_URL: _, ...embedded } = await settingsOn('');
    env = { ...embedded, REVENUE_DATA_FOLDER: folder, REVENUE_DEMO: 'off' };
  });
  afterEach(async () => {
    for (const engine of running) await engine.kill();
    running.clear();
    rmSync(folder, { recursive: true, force: true });
  });

  const begin = async (): Promise<Engine> => {
    const engine = new Engine({ ...env, PORT: String(await freePort()) }, '');
    running.add(engine);
    return engine;
  };

  it('the second is turned away in words, and so is a command; the first goes on', async () => {
    const first = await begin();
    await first.ready();
    const second = await begin();
    expect([await second.gone, second.output]).toEqual(['75', expect.stringContaining(`is in use by process`)]);
    expect(await command(['verify'], env)).toMatchObject({ ended: '2', said: expect.stringContaining('is in use by') });
    expect(await first.health('ready')).toBe(200);
  });

  it('a lock whose holder was killed is nobody’s, also when its number is somebody else’s by now', async () => {
    const first = await begin();
    await first.ready();
    await first.kill();
    const lock = join(folder, 'lock');
    const [, began] = readFileSync(lock, 'utf8').split(' ');
    writeFileSync(lock, `${SOMEBODY} ${began}`);

    const next = await begin();
    await next.ready();
    next.signal('SIGTERM');
    expect(await next.gone).toBe('0');
    expect(() => readFileSync(lock)).toThrow('ENOENT');
  });

  it('of many that begin at once on a dead lock one gets the folder', async () => {
    writeFileSync(join(folder, 'lock'), '999999 nobody');
    const many = await Promise.all(Array.from({ length: 4 }, begin));
    const ended = new Map<Engine, string>();
    for (const engine of many) void engine.gone.then((how) => ended.set(engine, how));
    await until(() => ended.size === many.length - 1, 60_000);
    expect([...ended.values()]).toEqual(['75', '75', '75']);
    await many.find((engine) => !ended.has(engine))?.ready();
  });
});
