import { booked, made, type Counted } from './counted.js';
import type { Installation } from './engine.js';

/** Payments as people make them, a third of them partly given back; what the provider tells of them is told to the engine. */
export async function business(at: Installation, payments: number): Promise<void> {
  const { stripe } = at;
  for (let n = 0; n < payments; n += 1) {
    const paid = await stripe.paymentIntents.create({
      ...{ amount: 1000 + n, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, off_session: true },
    });
    if (n % 3 === 0) await stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
  }
}

/**
 * What must hold after every fault: nothing is left to do; what is booked is counted against the provider's own objects,
 * in which the engine has no part; every proof holds; and everything folded again in another order comes to the same.
 * @returns what was counted
 */
export async function expectWhole(at: Installation, seed = 7): Promise<Counted> {
  await at.settled();
  const counted = await made(at.stripe);
  expect(await booked(at.database)).toEqual(counted);
  expect(await at.verify()).toBe('');
  expect(await at.replayed(seed)).toBe('');
  return counted;
}
