import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice } from './business.js';

let stripe: Stripe;

beforeAll(async () => {
  ({ stripe } = await aBusiness());
});

it('finds customers by what is written on them, page by page', async () => {
  const make = async (name: string, plan?: string): Promise<Stripe.Customer> =>
    stripe.customers.create({
      name,
      email: `${name}@example.com`,
      ...(plan ? { metadata: { 'a,plan': plan, plan } } : {}),
    });
  for (const [name, plan] of [['ada', 'gold'], ['ben', 'tin'], ['adam']] as const) await make(name, plan);
  const found = async (query: string): Promise<(string | null | undefined)[]> =>
    (await stripe.customers.search({ query })).data.map(({ name }) => name);

  expect(await found(`email:"ADA@example.com"`)).toEqual(['ada']);
  expect(await found(`name~"ada"`)).toEqual(['adam', 'ada']);
  expect(await found(`metadata["plan"]:"gold" OR metadata["plan"]:"tin"`)).toEqual(['ben', 'ada']);
  expect(await found(`metadata["a,plan"]:"tin"`)).toEqual(['ben']);
  expect(await found(`-metadata["plan"]:null AND created>0`)).toEqual(['ben', 'ada']);
  const pages: string[] = [];
  for await (const { name } of stripe.customers.search({ query: 'created>0', limit: 1 })) pages.push(name ?? '');
  expect(pages).toEqual(['adam', 'ben', 'ada']);
});

it('finds the rest of what Stripe lets be searched, and refuses other fields and words', async () => {
  const { id: customer } = await aCustomer(stripe);
  const price = await aPrice(stripe, 'Starter', 2900);
  const { id: subscription } = await stripe.subscriptions.create({ customer, items: [{ price }] });
  const ids = async ({ data }: { data: { id: string }[] }): Promise<number> => data.length;

  expect(
    await Promise.all([
      ids(await stripe.invoices.search({ query: `subscription:"${subscription}" AND total>=2900` })),
      ids(await stripe.charges.search({ query: `payment_method_details.card.last4:"4242" AND refunded:"false"` })),
      ids(await stripe.paymentIntents.search({ query: `status:"succeeded" AND amount:2900` })),
      ids(await stripe.prices.search({ query: `active:"true" AND type:"recurring"` })),
      ids(await stripe.products.search({ query: `name:"starter"` })),
      ids(await stripe.subscriptions.search({ query: `status:"active" AND -canceled_at>0` })),
    ]),
  ).toEqual([1, 1, 1, 1, 1, 1]);
  await expect(stripe.prices.search({ query: `nickname:"x"` })).rejects.toThrow('unsupported search field');
  await expect(stripe.prices.search({ query: `active~"tru"` })).rejects.toMatchObject({ statusCode: 400 });
  await expect(stripe.prices.search({ query: `active` })).rejects.toThrow('unable to parse');
});
