import fc from 'fast-check';
import { startOfDay } from '../../src/kernel/period.js';
import { charged, banked, openBooks, type Books } from './books.js';

describe('balances', () => {
  let books: Books;
  beforeEach(async () => {
    books = await openBooks();
  });
  afterEach(() => books.close());

  const plain = async (asOf: Date, knownAt: Date | undefined) => {
    const rows = await books.database.query<{ account: string; minor: string }>(
      `select account, sum(minor)::text as minor from ledger_journal j join ledger_entry e on e.journal_id = j.id
        where effective_at < $1::timestamptz and ($2::timestamptz is null or recorded_at < $2::timestamptz)
        group by 1 having sum(minor) <> 0`,
      [asOf, knownAt ?? null],
    );
    return Object.fromEntries(rows.map(({ account, minor }) => [account, Number(minor)]));
  };

  it('are plain sums, however far the roll-up has come and whatever instant is asked for', async () => {
    const start = startOfDay('2026-02-01').getTime();
    const minute = fc.integer({ min: 0, max: 6 * 1440 });
    const at = (minutes: number) => new Date(start + minutes * 60_000);
    const history = fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 8 }),
        minor: fc.integer({ min: 1, max: 99_999 }),
        minute,
        recorded: minute,
        rolled: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const questions = fc.array(fc.record({ asOf: minute, knownAt: fc.option(minute, { nil: undefined }) }), {
      minLength: 1,
      maxLength: 6,
    });

    await fc.assert(
      fc.asyncProperty(history, questions, async (acts, asked) => {
        for (const { id, minor, minute: when, recorded, rolled } of acts) {
          await books.state(
            charged(`ch_${id}`, minor, at(when).toISOString()),
            banked(`ch_${id}`, minor, 1, at(when).toISOString()),
          );
          // What was known when is decided by the database's clock; here it is spread over the days by hand.
          await books.behindTheGuards(
            `update ledger_journal set recorded_at = '${at(recorded).toISOString()}' where recorded_at > '2026-06-01'`,
          );
          if (rolled > 0) await books.rollUp.advance(rolled);
        }
        for (const { asOf, knownAt } of asked) {
          const known = knownAt === undefined ? undefined : at(knownAt);
          expect(await books.totals({ asOf: at(asOf), knownAt: known })).toEqual(await plain(at(asOf), known));
        }
        expect(await books.prove('P5')).toMatchObject({ ok: true });
      }),
      { numRuns: 12, seed: Number(process.env['SEED'] ?? 20260301) },
    );
  });

  it('say what was known then, and how much became known since', async () => {
    await books.state(charged('ch_1', 100));
    const before = new Date(books.clock.wall().getTime() + 1);
    while (books.clock.wall() <= before);
    await books.state(charged('ch_late', 50));

    expect(await books.totals({ knownAt: before })).toMatchObject({ unapplied: -100 });
    expect(await books.totals()).toMatchObject({ unapplied: -150 });
    expect(await books.balances.standing({ knownAt: before })).toEqual({ settled: true, lateEntries: 1 });
  });

  it('rebuild to the same daily sums', async () => {
    await books.state(charged('ch_1'), banked('ch_1'), charged('ch_2', 5));
    await books.rollUp.catchUp();
    const rows = () => books.database.query('select * from ledger_daily order by account, party_id');
    const before = await rows();

    await books.rollUp.rebuild();

    expect(before).toHaveLength(4);
    expect(await rows()).toEqual(before);
  });
});
