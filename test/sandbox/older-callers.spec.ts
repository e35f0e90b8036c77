import { aBusiness, aCustomer, aPrice, toldOf, type Business } from './business.js';

let business: Business;

beforeEach(async () => {
  business = await aBusiness();
});

/** As a caller does who names no version of the API. */
async function post(path: string, form: Record<string, string>): Promise<Record<string, unknown>> {
  const answer = await business.sandbox.fetch(`https://api.stripe.com/v1/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_older' },
    body: new URLSearchParams(form),
  });
  return (await answer.json()) as Record<string, unknown>;
}

it('a caller of older versions gives a customer a coupon, another, and none', async () => {
  const { stripe } = business;
  const price = await aPrice(stripe, 'Starter', 3000);
  const [tenth, fifth] = [
    await stripe.coupons.create({ percent_off: 10, duration: 'forever' }),
    await stripe.coupons.create({ percent_off: 20, duration: 'forever' }),
  ];
  const { id: customer } = await aCustomer(stripe);
  const total = async (): Promise<number> => {
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price }], expand: ['latest_invoice'] });
    const [invoice] = (await stripe.invoices.list({ subscription: id })).data;
    await stripe.subscriptions.cancel(id);
    return invoice?.total ?? 0;
  };

  const totals: number[] = [];
  for (const coupon of [tenth.id, fifth.id, '']) {
    await post(`customers/${customer}`, { coupon });
    totals.push(await total());
  }

  expect(totals).toEqual([2700, 2400, 3000]);
  const told = (await toldOf(business)).filter(({ type }) => type.startsWith('customer.discount.'));
  expect(told.map(({ type }) => type.split('.').at(-1))).toEqual(['created', 'updated', 'deleted']);
  expect(told[1]?.data.previous_attributes).toMatchObject({ source: { coupon: tenth.id } });
});

it('and a phase so many periods; today’s callers are told that nobody knows these', async () => {
  const { stripe } = business;
  const price = await aPrice(stripe, 'Starter', 3000);
  const { id: customer } = await aCustomer(stripe);
  const schedule = await post('subscription_schedules', {
    customer,
    start_date: 'now',
    'phases[0][items][0][price]': price,
    'phases[0][iterations]': '3',
  });
  const [{ start_date, end_date }] = schedule['phases'] as [{ start_date: number; end_date: number }];
  expect([start_date, end_date].map((at) => new Date(at * 1000).toISOString().slice(0, 10))).toEqual([
    '2026-03-01',
    '2026-06-01',
  ]);
  await expect(
    stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [{ items: [{ price }], iterations: 3 } as never],
    }),
  ).rejects.toMatchObject({ code: 'parameter_unknown', param: 'phases[0][iterations]' });
  await expect(stripe.customers.update(customer, { coupon: 'x' } as never)).rejects.toMatchObject({
    code: 'parameter_unknown',
    param: 'coupon',
  });
});
