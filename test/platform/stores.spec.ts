import { startApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';

/** Where `test:pg` names servers the stories stand on them; without, on nothing but themselves. */
describe('what the stories stand on', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  const redis = async (): Promise<string | undefined> => {
    const { checks } = (await (await app.get('/health')).json()) as { checks: Record<string, { status: string }> };
    return checks['redis']?.status;
  };

  it('is the Redis that is named, in which the limits are counted apart from those of other tests', async () => {
    const expected = process.env['REDIS_URL'] ? 'up' : 'not configured';
    await until(async () => (await redis()) === expected, 10_000);
  });
});
