import { randomUUID } from 'node:crypto';
import { CHART } from '../../src/modules/ledger/chart.js';
import { ADA, banked, charged, openBooks, type Books } from './books.js';

/** Each refusal is tried with plain SQL, past the program: the database itself keeps the books. */
describe('the guards of the books', () => {
  let books: Books;
  beforeAll(async () => {
    books = await openBooks();
    await books.state(charged('ch_1'), banked('ch_1'));
  });
  afterAll(() => books.close());

  const attempt = async (...statements: string[]): Promise<string> => {
    try {
      await books.database.transaction(async () => {
        for (const statement of statements) await books.database.query(statement);
      });
      return 'accepted';
    } catch (error) {
      return codeOf(error);
    }
  };
  const journal = (id: string, { key = id, fact = id, reverses = '' } = {}) =>
    `insert into ledger_journal (id, posting_key, fact_provider, fact_kind, fact_id, rule, rule_version, effective_at, correlation_id, reverses)
     values ('${id}', '${key}', 'engine', 'test', '${fact}', 'test', 1, now(), '${id}', ${reverses ? `'${reverses}'` : 'null'})`;
  const line = (
    id: string,
    number: number,
    minor: number,
    { account = 'bank', party = '', match = '', currency = 'usd' } = {},
  ) =>
    `insert into ledger_entry values ('${id}', ${number}, '${account}', ${party ? `'${party}'` : 'null'},
      ${match ? `'${match}'` : 'null'}, null, '${currency}', ${minor})`;
  const standing = async () => {
    const [row] = await books.database.query<{ id: string }>(
      'select id from ledger_journal order by posting_key limit 1',
    );
    return String(row?.id);
  };

  it('take what balances', async () => {
    const id = randomUUID();
    expect(
      await attempt(
        journal(id),
        line(id, 0, 5),
        line(id, 1, -5),
        line(id, 2, 7, { currency: 'eur' }),
        line(id, 3, -7, { currency: 'eur' }),
      ),
    ).toBe('accepted');
  });

  it.each([
    ['one line', (id: string) => [line(id, 0, 5)]],
    ['no line', () => []],
    ['a sum that is not zero', (id: string) => [line(id, 0, 5), line(id, 1, -4)]],
    ['a zero that mixes currencies', (id: string) => [line(id, 0, 5), line(id, 1, -5, { currency: 'eur' })]],
    ['a line of zero', (id: string) => [line(id, 0, 0), line(id, 1, 0)]],
    [
      'a currency in upper case',
      (id: string) => [line(id, 0, 5, { currency: 'USD' }), line(id, 1, -5, { currency: 'USD' })],
    ],
    ['a missing party', (id: string) => [line(id, 0, 5), line(id, 1, -5, { account: 'unapplied', match: 'ch_1' })]],
    ['a party where there is none', (id: string) => [line(id, 0, 5), line(id, 1, -5, { party: ADA })]],
    ['a missing match key', (id: string) => [line(id, 0, 5), line(id, 1, -5, { account: 'unapplied', party: ADA })]],
    ['a match key where there is none', (id: string) => [line(id, 0, 5), line(id, 1, -5, { match: 'ch_1' })]],
  ])('refuse a journal with %s', async (_, lines) => {
    const id = randomUUID();
    expect(await attempt(journal(id), ...lines(id))).toBe('23514');
  });

  it('refuse an account outside the chart', async () => {
    const id = randomUUID();
    expect(await attempt(journal(id), line(id, 0, 5, { account: 'pocket' }), line(id, 1, -5))).toBe('23503');
  });

  it('refuse lines for a finished journal, even if they balance', async () => {
    const id = await standing();
    expect(await attempt(line(id, 7, 5), line(id, 8, -5))).toBe('42501');
  });

  it.each([
    'update ledger_journal set memo = null',
    'delete from ledger_journal',
    'update ledger_entry set minor = minor',
    'delete from ledger_entry',
    'truncate ledger_entry',
    'truncate ledger_journal cascade',
  ])('refuse %s', async (statement) => {
    expect(await attempt(statement)).toBe('42501');
  });

  it('refuse the same posting, the same fact and a second reversal', async () => {
    const [one, two, first, second] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const key = 'stripe:charge:ch_1:payment.received:r0';
    expect(await attempt(journal(one, { key }), line(one, 0, 5), line(one, 1, -5))).toBe('23505');

    expect(await attempt(journal(one, { fact: 'f' }), line(one, 0, 5), line(one, 1, -5))).toBe('accepted');
    expect(await attempt(journal(two, { fact: 'f' }), line(two, 0, 5), line(two, 1, -5))).toBe('23505');

    expect(await attempt(journal(first, { reverses: one }), line(first, 0, -5), line(first, 1, 5))).toBe('accepted');
    expect(await attempt(journal(second, { reverses: one }), line(second, 0, -5), line(second, 1, 5))).toBe('23505');
  });

  it('know the chart of accounts as the program does', async () => {
    const rows = await books.database.query(
      'select code, kind, party, matched, description from ledger_account order by code collate "C"',
    );
    const chart = CHART.map(({ code, kind, party, matched, description }) => ({
      code,
      kind,
      party,
      matched,
      description,
    }));
    expect(rows).toEqual(chart.toSorted((a, b) => (a.code < b.code ? -1 : 1)));
  });

  it('stop nobody once they are switched off', async () => {
    await books.behindTheGuards('update ledger_entry set minor = minor + 1', 'delete from ledger_entry');
    expect(await books.totals()).toEqual({});
  });
});

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code ?? (cause ? codeOf(cause) : String(error));
}
