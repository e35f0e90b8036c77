import { banked, charged, openBooks, usd, ADA, type Books } from './books.js';

describe('stating facts', () => {
  let books: Books;
  beforeEach(async () => {
    books = await openBooks();
  });
  afterEach(() => books.close());

  const journals = () =>
    books.database.query<{ posting_key: string; reverses: string | null }>(
      'select posting_key, reverses from ledger_journal order by tx, posting_key',
    );

  it('books a charge and what the provider made of it', async () => {
    await books.state(charged('ch_1'), banked('ch_1'));

    expect(await books.totals()).toEqual({ stripe_balance: 9389, 'fees:processing': 311, unapplied: -9700 });
    expect(await books.ledger.balance({ account: 'unapplied', partyId: ADA })).toEqual([
      { account: 'unapplied', partyId: ADA, currency: 'usd', minor: -9700 },
    ]);
  });

  it('writes nothing when a fact is stated again', async () => {
    await books.state(charged('ch_1'));

    expect(await books.state(charged('ch_1'), charged('ch_1'))).toBe(0);
    expect(await journals()).toHaveLength(1);
  });

  it('takes back what stood and says it anew when the lines differ', async () => {
    await books.state(charged('ch_1', 9700));
    await books.state(charged('ch_1', 5000));

    expect(await books.totals()).toEqual({ 'clearing:payments': 5000, unapplied: -5000 });
    expect((await journals()).map(({ posting_key }) => posting_key)).toEqual([
      'stripe:charge:ch_1:payment.received:r0',
      'stripe:charge:ch_1:payment.received:r0:x',
      'stripe:charge:ch_1:payment.received:r1',
    ]);
  });

  it('withdraws a fact at the instant it ceased to be so, once', async () => {
    await books.state(charged('ch_1'));
    const { lines: _, ...fact } = charged('ch_1', 9700, '2026-02-20T00:00:00Z');
    const withdraw = () => books.database.transaction(() => books.ledger.withdraw([fact]));

    expect([await withdraw(), await withdraw()]).toEqual([1, 0]);

    expect(await books.totals({ asOf: new Date('2026-02-19T00:00:00Z') })).toMatchObject({ unapplied: -9700 });
    expect(await books.totals()).toEqual({});
  });

  it('takes several words on one fact in one call in their order', async () => {
    await books.state(charged('ch_1', 9700), { ...charged('ch_1'), lines: [] }, charged('ch_1', 5000));

    expect(await books.totals()).toEqual({ 'clearing:payments': 5000, unapplied: -5000 });
    expect(await journals()).toHaveLength(3);
  });

  it('tells each journal, in the order of its fact', async () => {
    await books.state(charged('ch_1', 9700));
    await books.state(charged('ch_1', 5000));

    const told = await books.database.query<{ sequence: number; data: { reverses: string | null; sums: unknown[] } }>(
      `select sequence, data from platform_event where type = 'ledger.journal.posted' order by seq`,
    );
    expect(told.map(({ sequence, data }) => [sequence, data.reverses !== null])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(told[2]?.data.sums).toContainEqual({ account: 'unapplied', currency: 'usd', minor: -5000 });
  });

  it('ends in the same standing lines and ids whatever comes first', async () => {
    const other = await openBooks();
    await books.state(charged('ch_1'), banked('ch_1'), charged('ch_2', 100));
    for (const one of [charged('ch_2', 100), banked('ch_1'), charged('ch_1')]) await other.state(one);

    const ids = 'select id from ledger_journal order by id';
    expect(await other.database.query(ids)).toEqual(await books.database.query(ids));
    expect(await other.totals()).toEqual(await books.totals());
    await other.close();
  });

  it('refuses a rule that does not balance, by the name of its fact', async () => {
    const broken = { ...charged('ch_1'), lines: [...charged('ch_1').lines, { account: 'bank', money: usd(1) }] };

    await expect(books.state(broken)).rejects.toThrow('stripe:charge:ch_1:payment.received: lines sum to 1 usd');
    expect(await journals()).toEqual([]);
  });
});
