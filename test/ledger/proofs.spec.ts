import { randomUUID } from 'node:crypto';
import { Money } from '../../src/kernel/money.js';
import { ADA, banked, charged, openBooks, statement, usd, type Books } from './books.js';

describe('the proofs of the books', () => {
  let books: Books;
  beforeEach(async () => {
    books = await openBooks();
    await books.state(charged('ch_1'), banked('ch_1'));
  });
  afterEach(() => books.close());

  /** A journal as a broken program would write it. */
  const forged = (key: string, factId: string, revision = 0) => {
    const id = randomUUID();
    return [
      `insert into ledger_journal (id, posting_key, fact_provider, fact_kind, fact_id, rule, rule_version, revision, effective_at, correlation_id)
       values ('${id}', '${key}', 'stripe', 'charge', '${factId}', 'payment.received', 1, ${revision}, '2026-02-01T10:00:00Z', '${id}')`,
      ...[1, -1].map(
        (sign, line) =>
          `insert into ledger_entry values ('${id}', ${line}, 'bank', null, null, null, 'usd', ${sign * 9700})`,
      ),
    ];
  };

  it('hold of books that nobody touched', async () => {
    await books.rollUp.catchUp();
    await books.checkpoints.seal();
    books.witnesses.register({
      name: 'charges',
      provider: 'stripe',
      kind: 'charge',
      rule: 'payment.received',
      count: async () => ({ count: 1 }),
    });

    for (const [proof, checked] of [
      ['P1', 2],
      ['P2', 2],
      ['P3', 2],
      ['P5', 4],
    ]) {
      expect(await books.prove(proof as string)).toMatchObject({ ok: true, checked, differences: [] });
    }
  });

  it('P1 sees a line that was changed', async () => {
    await books.behindTheGuards(`update ledger_entry set minor = minor + 1 where account = 'stripe_balance'`);

    expect(await books.prove('P1')).toMatchObject({
      ok: false,
      differences: [
        { posting_key: 'stripe:balance_transaction:txn_ch_1:balance.charge:r0', currency: 'usd', minor: '1' },
      ],
    });
  });

  it('P1 sees a journal without lines', async () => {
    await books.behindTheGuards(`delete from ledger_entry where match_key = 'ch_1' and account = 'unapplied'`);
    await books.behindTheGuards(
      `delete from ledger_entry e using ledger_journal j where j.id = journal_id and rule = 'payment.received'`,
    );

    expect(await books.prove('P1')).toMatchObject({ ok: false, differences: [{ lines: 0 }] });
  });

  it('P2 sees an edit that balances, in the lines and in the journal', async () => {
    await books.checkpoints.seal();
    await books.state(charged('ch_2'));
    await books.checkpoints.seal();
    expect(await books.prove('P2')).toMatchObject({ ok: true, checked: 3 });

    await books.behindTheGuards(
      `update ledger_entry set minor = minor * 2 where account in ('unapplied', 'clearing:payments')`,
    );
    expect((await books.prove('P1')).ok).toBe(false);
    await books.behindTheGuards(
      `update ledger_entry set minor = minor / 2 where account in ('unapplied', 'clearing:payments')`,
    );
    expect((await books.prove('P2')).ok).toBe(true);

    await books.behindTheGuards(
      `update ledger_journal set effective_at = effective_at + interval '1 month' where fact_id = 'ch_1'`,
    );
    expect(await books.prove('P1')).toMatchObject({ ok: true });
    expect(await books.prove('P2')).toMatchObject({ ok: false, differences: [{ checkpoint: 1 }] });
  });

  it('P2 sees a journal slipped in behind a seal', async () => {
    await books.checkpoints.seal();
    await books.behindTheGuards(
      ...forged('forged', 'ch_9'),
      `update ledger_journal set tx = '1' where posting_key = 'forged'`,
    );

    expect(await books.prove('P2')).toMatchObject({ ok: false });
  });

  it('P3 sees a double booking that balances', async () => {
    await books.behindTheGuards(...forged('stripe:charge:ch_1:payment.received:r1', 'ch_1', 1));

    expect(await books.prove('P1')).toMatchObject({ ok: true });
    expect(await books.prove('P3')).toMatchObject({ ok: false, differences: [{ fact_id: 'ch_1', journals: 2 }] });
  });

  it('P3 sees a booking that the witness does not know, and one that is missing', async () => {
    let charges = 1;
    books.witnesses.register({
      name: 'charges',
      provider: 'stripe',
      kind: 'charge',
      rule: 'payment.received',
      count: async () => ({ count: charges }),
    });
    await books.state(charged('ch_made_up'));
    expect(await books.prove('P3')).toMatchObject({
      ok: false,
      differences: [{ witness: 'charges', expected: 1, actual: 2 }],
    });

    charges = 3;
    expect(await books.prove('P3')).toMatchObject({
      ok: false,
      differences: [{ witness: 'charges', expected: 3, actual: 2 }],
    });
  });

  it('P4 sees cash that never came, once it is late', async () => {
    await books.state(charged('ch_2', 500, '2026-02-27T00:00:01Z'));
    books.clock.set(new Date('2026-02-27T12:00:00Z'));
    expect((await books.prove('P4')).differences).not.toContainEqual(expect.objectContaining({ match_key: 'ch_2' }));

    books.clock.set(new Date('2026-03-01T00:00:01Z'));
    expect((await books.prove('P4')).differences).toContainEqual(
      expect.objectContaining({ account: 'clearing:payments', match_key: 'ch_2', currency: 'usd', minor: 500 }),
    );
  });

  it('P4 is satisfied once both sides have met', async () => {
    const sale = statement('sale.completed', 'order', 'o_1', [
      { account: 'unapplied', partyId: ADA, matchKey: 'ch_1', money: usd(9700) },
      { account: 'revenue:one_time', money: usd(-9700) },
    ]);
    expect((await books.prove('P4')).ok).toBe(false);
    await books.state(sale);
    expect(await books.prove('P4')).toMatchObject({ ok: true, checked: 2 });
  });

  it('P4 sees at once what was paid in one currency and settled in another', async () => {
    books.clock.set(new Date('2026-02-01T10:00:00Z'));
    const before = (await books.prove('P4')).differences;
    const euros = Money.of(9000, 'eur');
    const sale = statement('payment.received', 'charge', 'ch_3', [
      { account: 'clearing:payments', matchKey: 'ch_3', money: euros },
      { account: 'unapplied', partyId: ADA, matchKey: 'ch_3', money: euros.negated() },
    ]);
    await books.state(sale, banked('ch_3'));
    expect((await books.prove('P4')).differences).toEqual(before);

    await books.behindTheGuards(`update ledger_journal set recorded_at = recorded_at - interval '2 minutes'`);
    expect((await books.prove('P4')).differences).toEqual([
      ...before,
      expect.objectContaining({ account: 'clearing:payments', match_key: 'ch_3', currency: 'eur', minor: 9000 }),
      expect.objectContaining({ account: 'clearing:payments', match_key: 'ch_3', currency: 'usd', minor: -9700 }),
    ]);
  });

  it('P4 sees anything in suspense', async () => {
    books.clock.set(new Date('2026-02-01T10:00:00Z'));
    await books.state(
      statement('balance.other', 'balance_transaction', 'txn_9', [
        { account: 'suspense', matchKey: 'txn_9', money: usd(1) },
        { account: 'stripe_balance', money: usd(-1) },
      ]),
    );

    expect((await books.prove('P4')).differences).toEqual([expect.objectContaining({ account: 'suspense' })]);
  });

  it('P5 sees daily sums that drifted', async () => {
    await books.rollUp.catchUp();
    await books.database.query(`update ledger_daily set debit = debit + 1 where account = 'stripe_balance'`);
    expect(await books.prove('P5')).toMatchObject({
      ok: false,
      differences: [{ account: 'stripe_balance', expected: ['9389', '0', '1'] }],
    });

    await books.rollUp.rebuild();
    expect(await books.prove('P5')).toMatchObject({ ok: true });
  });
});
