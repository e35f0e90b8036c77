import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { session } from '../../src/cli/session.js';
import { Sandbox } from '../../src/integrations/stripe/index.js';
import { Clock } from '../../src/kernel/clock.js';
import { loadConfig } from '../../src/platform/config/load-config.js';

describe('a command on a store that a program left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'revenue-session-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes by the time of its sandbox, which a demo had moved: nothing is overdue that was not', async () => {
    const config = loadConfig({ NODE_ENV: 'test', REVENUE_DATA_FOLDER: folder });
    const then = new Date('2026-01-05T09:00:00Z');
    await session(config, async (app) => {
      await app.get(Sandbox, { strict: false }).startAt(then);
      return 0;
    });

    let now: Date | undefined;
    await session(config, async (app) => {
      now = app.get(Clock).now();
      return 0;
    });
    expect(now).toEqual(then);
  });
});
