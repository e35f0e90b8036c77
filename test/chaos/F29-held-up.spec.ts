import { resolve } from 'node:path';
import { until } from '../support/until.js';
import { business, expectWhole } from './support/business.js';
import { Installation } from './support/engine.js';
import { HOME } from './support/process.js';

const PAYMENTS = 6;
/** Beyond it a process is to be sent nothing. */
const MOST_LAG_SECONDS = 1;

describe('F29 an event loop that is held up', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it('takes a process out of traffic while it lasts, and the process comes back by itself', async () => {
    const heldUp = resolve(HOME, 'test/chaos/support/held-up.js');
    const engine = await at.start({ env: { NODE_OPTIONS: `--import=${heldUp}` } });
    expect(await engine.metric('revenue_event_loop_lag_seconds')).toBeLessThan(MOST_LAG_SECONDS);

    engine.signal('SIGUSR2');
    await business(at, PAYMENTS);
    await until(async () => (await engine.health('ready')) === 503, 60_000);
    expect(await engine.health('live')).toBe(200);
    // The gauge is the last second's alone, and between two that are held up one may go by.
    await until(async () => (await engine.metric('revenue_event_loop_lag_seconds')) >= MOST_LAG_SECONDS, 60_000);

    engine.signal('SIGUSR2');
    await engine.ready();
    expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS, refunds: PAYMENTS / 3 });
  });
});
