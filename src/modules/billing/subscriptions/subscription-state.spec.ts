import { isOver, subscriptionState } from './subscription-state.js';

const price = (more = {}) => ({
  id: 'price_pro',
  product: 'prod_pro',
  unit_amount_decimal: '9900',
  recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
  ...more,
});
const item = (more = {}) => ({
  id: 'si_1',
  quantity: 2,
  current_period_start: 1_772_323_200,
  current_period_end: 1_775_001_600,
  price: price(),
  ...more,
});
const subscription = (more = {}) => ({
  id: 'sub_1',
  object: 'subscription',
  status: 'active',
  currency: 'usd',
  customer: { id: 'cus_1' },
  items: { data: [item()] },
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  ended_at: null,
  trial_end: null,
  pause_collection: null,
  cancellation_details: null,
  ...more,
});

describe('what is folded of a subscription', () => {
  it('is its status, its items by what they are worth a year, and its period', () => {
    expect(subscriptionState(subscription())).toMatchObject({
      customer: 'cus_1',
      status: 'active',
      items: [
        { itemKey: 'si_1', priceId: 'price_pro', planId: 'prod_pro', quantity: 2, metered: false, arrMinor: 237_600 },
      ],
      periodStartsAt: '2026-03-01T00:00:00.000Z',
      periodEndsAt: '2026-04-01T00:00:00.000Z',
      cancelAt: null,
      pause: null,
    });
  });

  it.each([
    { what: 'at the end of its period', more: { cancel_at_period_end: true }, cancelAt: '2026-04-01T00:00:00.000Z' },
    { what: 'on a day', more: { cancel_at: 1_780_272_000 }, cancelAt: '2026-06-01T00:00:00.000Z' },
    { what: 'no more, once it has ended', more: { cancel_at: 1_780_272_000, ended_at: 1_773_000_000 }, cancelAt: null },
    { what: 'never', more: {}, cancelAt: null },
  ])('is cancelled $what', ({ more, cancelAt }) => {
    expect(subscriptionState(subscription(more)).cancelAt).toBe(cancelAt);
  });

  it.each([
    {
      what: 'metered',
      more: { price: price({ recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' } }) },
      arr: 0,
    },
    { what: 'priced in tiers', more: { price: price({ unit_amount_decimal: null }) }, arr: 0 },
    { what: 'without a quantity', more: { quantity: undefined }, arr: 118_800 },
    { what: 'in fractions of a cent', more: { price: price({ unit_amount_decimal: '0.25' }), quantity: 10 }, arr: 30 },
  ])('an item $what is worth $arr a year', ({ more, arr }) => {
    expect(subscriptionState(subscription({ items: { data: [item(more)] } })).items[0]?.arrMinor).toBe(arr);
  });

  it.each([
    { what: 'the usual tax of its subscription', usual: [{ percentage: 20, inclusive: true }], own: [], arr: 198_000 },
    {
      what: 'its own tax',
      usual: [{ percentage: 20, inclusive: true }],
      own: [{ percentage: 10, inclusive: true }],
      arr: 216_000,
    },
    { what: 'no tax that comes on top', usual: [{ percentage: 20, inclusive: false }], own: null, arr: 237_600 },
  ])('an item is worth $arr a year without $what', ({ usual, own, arr }) => {
    const taxed = subscription({ default_tax_rates: usual, items: { data: [item({ tax_rates: own })] } });
    expect(subscriptionState(taxed).items[0]?.arrMinor).toBe(arr);
  });

  it('is the same whichever item is named first', () => {
    const [first, second] = [item(), item({ id: 'si_2', current_period_end: 1_774_000_000 })];
    const of = (data: object[]) => subscriptionState(subscription({ items: { data } }));

    expect(of([second, first])).toEqual(of([first, second]));
    expect(of([first, second]).periodEndsAt).toBe('2026-03-20T09:46:40.000Z');
  });

  it.each([
    ['active', false],
    ['past_due', false],
    ['unpaid', false],
    ['canceled', true],
    ['incomplete_expired', true],
    ['something_new', false],
  ])('%s is over: %s', (status, over) => {
    expect(isOver(subscriptionState(subscription({ status })))).toBe(over);
  });
});
