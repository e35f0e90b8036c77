import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { Installation } from './support/engine.js';
import { productEvent } from './support/product-event.js';

describe('a process killed while it takes a delivery', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  const rows = (id: string) =>
    at.database.query<{ status: string }>('select status from webhooks_inbox where external_id = $1', [`evt_${id}`]);

  it('F01 before it is committed: nothing was answered, and it is new when it is sent again', async () => {
    const killed = await at.start({ role: 'api', failpoint: 'intake.before-insert' });
    expect([await killed.deliver(productEvent('F01')), await killed.gone]).toEqual([undefined, 'SIGKILL']);
    expect(await rows('F01')).toEqual([]);

    const engine = await at.start({ role: 'api' });
    expect(await engine.deliver(productEvent('F01'))).toEqual({ status: 200, body: { received: true } });
    expect([await rows('F01'), await engine.metric('revenue_webhook_duplicates_total')]).toEqual([
      [{ status: 'pending' }],
      0,
    ]);
    await engine.kill();
  });

  it('F02 after it is committed and before anybody is woken: it is folded without being sent again, and known when it is', async () => {
    const killed = await at.start({ role: 'api', failpoint: 'intake.after-commit' });
    expect([await killed.deliver(productEvent('F02')), await killed.gone]).toEqual([undefined, 'SIGKILL']);
    expect(await rows('F02')).toEqual([{ status: 'pending' }]);

    const engine = await at.start();
    await until(async () => (await rows('F02'))[0]?.status === 'done', 5_000);
    expect(await engine.deliver(productEvent('F02'))).toEqual({
      status: 200,
      body: { received: true, duplicate: true },
    });
    expect([(await rows('F02')).length, await engine.metric('revenue_webhook_duplicates_total')]).toEqual([1, 1]);
    await expectWhole(at);
    await engine.kill();
  });
});
