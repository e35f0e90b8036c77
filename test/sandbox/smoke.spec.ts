import { aBusiness, aCustomer, aPrice } from './business.js';

it('smoke', async () => {
  const { sandbox, stripe, database, close } = await aBusiness();
  const customer = await aCustomer(stripe);
  const price = await aPrice(stripe, 'Starter', 2900);
  const sub = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price }],
    expand: ['latest_invoice.payments.data.payment.payment_intent'],
  });
  expect(sub.status).toBe('active');
  const pi = await stripe.paymentIntents.create({
    amount: 9700,
    currency: 'usd',
    customer: customer.id,
    payment_method: customer.method,
    confirm: true,
    off_session: true,
    expand: ['latest_charge.balance_transaction'],
  });
  console.log(JSON.stringify((pi.latest_charge as any).balance_transaction));
  await stripe.refunds.create({ payment_intent: pi.id, amount: 2000 });
  const t = performance.now();
  await sandbox.advance({ by: 'P14M' });
  console.log('14 months', performance.now() - t, sandbox.clock.now());
  const invoices = await stripe.invoices.list({ customer: customer.id, limit: 100 });
  console.log(
    invoices.data.length,
    invoices.data.map((i) => `${i.status} ${i.total} ${new Date(i.created * 1000).toISOString()}`).join('\n'),
  );
  const events = await stripe.events.list({ limit: 60 });
  console.log(
    events.data
      .map(
        (e) =>
          `${new Date(e.created * 1000).toISOString()} ${e.type} ${Object.keys((e.data as any).previous_attributes ?? {})}`,
      )
      .join('\n'),
  );
  console.log(JSON.stringify(await stripe.balance.retrieve()));
  console.log(await database.query('select * from stripe_sandbox.state'));
  await close();
});
