import { Installation } from './engine.js';

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
export async function expectWhole(at: Installation, seed = 7): Promise<Readonly<Record<string, number>>> {
  await at.settled();
  const charges = (await all(at, 'charges')).filter(({ status }) => status === 'succeeded').length;
  const refunds = (await all(at, 'refunds')).length;
  const transactions = (await all(at, 'balanceTransactions')).length;
  const counted = { charges, refunds, transactions };
  expect(await booked(at)).toEqual(counted);
  expect(await at.verify()).toBe('');
  expect(await at.replayed(seed)).toBe('');
  return counted;
}

async function all(
  at: Installation,
  what: 'charges' | 'refunds' | 'balanceTransactions',
): Promise<{ status: string | null }[]> {
  const found: { status: string | null }[] = [];
  for await (const one of at.stripe[what].list({ limit: 100 })) found.push(one);
  return found;
}

async function booked(at: Installation): Promise<Record<string, number>> {
  const rows = await at.database.query<{ rule: string; n: string }>(
    `select case when rule like 'balance.%' then 'transactions' when rule = 'refund.sent' then 'refunds' else 'charges' end as rule,
            count(*)::text as n
     from ledger_journal j
     where (rule like 'balance.%' or rule in ('payment.received', 'refund.sent')) and reverses is null
       and not exists (select from ledger_journal r where r.reverses = j.id)
     group by 1`,
  );
  return {
    charges: 0,
    refunds: 0,
    transactions: 0,
    ...Object.fromEntries(rows.map(({ rule, n }) => [rule, Number(n)])),
  };
}
