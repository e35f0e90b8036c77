import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { ourCluster, startServer, stopServer } from './support/cluster.js';
import { Installation } from './support/engine.js';
import { productEvent } from './support/product-event.js';

describe('F08 a process started before its store', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it.each(['all', 'worker'] as const)(
    'in the role %s lives, is not ready, and begins when the store is there',
    async (role) => {
      stopServer(ourCluster(), 'fast');
      const engine = await (role === 'worker' ? at.work() : at.unready());
      await until(async () => (await engine.health('live')) === 200, 30_000);
      expect(await engine.health('ready')).toBe(503);

      startServer(ourCluster());
      await engine.ready();
      if (role === 'all') expect(await engine.deliver(productEvent('F08'))).toMatchObject({ status: 200 });
      await expectWhole(at);
      engine.signal('SIGTERM');
      expect(await engine.gone).toBe('0');
    },
  );
});
