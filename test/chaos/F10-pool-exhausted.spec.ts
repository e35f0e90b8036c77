import { expectWhole } from './support/business.js';
import { Installation } from './support/engine.js';

const ASKED = 60;
/** Five seconds for a connection and five for the lock behind it, and what the machine takes. */
const LONGEST_SECONDS = 15;

describe('F10 all connections held by slow statements', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open({ DATABASE_POOL: '2' })));
  afterAll(() => at.close());

  it('refuses within seconds and says when to come again, and needs no more memory for it', async () => {
    const engine = await at.start({ role: 'api' });
    const ask = () => engine.send('GET', '/api/v1/revenue/customers');
    expect(await ask()).toMatchObject({ status: 200 });

    const held = await at.locked('customers_customer');
    const before = await engine.metric('process_resident_memory_bytes');
    const since = performance.now();
    const answers = await Promise.all(Array.from({ length: ASKED }, ask));
    const seconds = (performance.now() - since) / 1000;
    expect(answers.map((answer) => [answer?.status, answer?.retryAfter])).toEqual(
      Array.from({ length: ASKED }, () => [503, 2]),
    );
    expect(seconds).toBeLessThan(LONGEST_SECONDS);
    await held.free();

    expect(await ask()).toMatchObject({ status: 200 });
    expect((await engine.metric('process_resident_memory_bytes')) - before).toBeLessThan(64 * 1024 * 1024);
    await expectWhole(at);
  });
});
