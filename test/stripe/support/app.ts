import { Database } from '../../../src/platform/database/database.js';
import type { TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { startEngine } from './engine.js';

const HOUR = 3_600_000;
const PATIENCE = 90_000;
/** Stripe tells of some things a little later; what has not come by then is not waited for. */
const QUIET = 4;

/** What stories ask of an application whose provider is Stripe itself. Nobody moves its time or makes it fail. */
type StripeApp = Pick<TestApp, 'close' | 'database' | 'get' | 'nest' | 'post' | 'send' | 'settle' | 'stripe' | 'url'>;

/** In place of `test/support/app.ts`, so that the stories of billing run here unchanged. */
export async function startApp(): Promise<StripeApp> {
  const engine = await startEngine();
  const { nest, stripe, url, ask } = engine;
  const began = Date.now();
  const database = nest.get(Database);

  const heard = async (): Promise<number> => {
    await engine.catchUp({ from: new Date(began - 1000), until: new Date(Date.now() + HOUR) });
    const [row] = await database.query<{ count: string }>('select count(*) as count from webhooks_inbox');
    return Number(row?.count);
  };
  return {
    nest,
    url,
    stripe,
    database,
    settle: async () => {
      let [known, quiet] = [await heard(), 0];
      await until(async () => {
        const now = await heard();
        quiet = now === known ? quiet + 1 : 0;
        known = now;
        return quiet === QUIET;
      }, PATIENCE);
    },
    send: ask,
    get: (path, headers) => ask('GET', path, undefined, headers),
    post: (path, body = {}, headers) => ask('POST', path, body, headers),
    close: () => engine.close(),
  };
}
