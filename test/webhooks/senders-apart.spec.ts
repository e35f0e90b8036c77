import { Clock, FrozenClock, minutes, seconds } from '../../src/kernel/clock.js';
import { OutboundLoop } from '../../src/modules/webhooks/outbound/outbound-loop.js';
import { Outgoing } from '../../src/modules/webhooks/outbound/outgoing.js';
import { WakeUps } from '../../src/platform/events/wake-ups.js';
import { OutboundHold } from '../../src/platform/ops/outbound-hold.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { outboundApp, receiver, type OutboundApp, type Receiver } from './outbound-app.js';

/** Whose a delivery is goes by the store's clock: it is the one all senders have in common. */
describe('two who send, and whose clocks are ten minutes apart', () => {
  let store: TestDatabase;
  let app: OutboundApp;
  let customer: Receiver;

  beforeAll(async () => {
    store = await startDatabase();
    app = await outboundApp(store.database);
    customer = await receiver();
    await app.endpoint(customer.url);
  });
  afterAll(async () => {
    await app?.close();
    await store?.close();
    await customer?.close();
  });

  /** Another process, ahead of us or behind. */
  const another = (apart: number): OutboundLoop => {
    const { nest } = app;
    const clock = nest.get(Clock);
    const theirs = new FrozenClock(clock.now(), () => new Date(clock.wall().getTime() + apart));
    return new OutboundLoop(nest.get(Outgoing), store.database, theirs, nest.get(WakeUps), nest.get(OutboundHold));
  };

  it.each([
    { who: 'ahead', apart: minutes(10) },
    { who: 'behind', apart: -minutes(10) },
  ])('send once while one is $who', async ({ apart }) => {
    const before = customer.got.length;
    let release = () => {};
    customer.answer({ status: 200, after: new Promise<void>((done) => (release = done)) });
    await app.sold('A1', 'A2');
    const sending = app.deliver();
    while (customer.got.length < before + 2) await new Promise(setImmediate);
    const alsoSending = another(apart).drain();
    release();
    await Promise.all([sending, alsoSending]);

    expect(customer.got).toHaveLength(before + 2);
  });

  it('try again when it is time by the store, whatever a clock says', async () => {
    const before = customer.got.length;
    customer.answer({ status: 500 }, { status: 200 });
    await app.sold('B1');
    await another(minutes(10)).drain();
    expect([await another(minutes(10)).drain(), await another(-minutes(10)).drain()]).toEqual([0, 0]);
    expect(customer.got).toHaveLength(before + 1);

    await app.later(seconds(6));
    expect(await another(-minutes(10)).drain()).toBe(1);
    expect(customer.got).toHaveLength(before + 2);
  });
});
