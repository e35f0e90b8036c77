import { randomUUID } from 'node:crypto';
import { Money } from '../../src/kernel/money.js';
import { BalanceQueries } from '../../src/modules/ledger/balance.queries.js';
import { Checkpoints } from '../../src/modules/ledger/checkpoints.js';
import { LedgerProofs } from '../../src/modules/ledger/ledger-proofs.js';
import { Witnesses } from '../../src/modules/ledger/witnesses.js';
import { Ledger, RollUp, type Line, type Statement } from '../../src/modules/ledger/index.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { WakeUps } from '../../src/platform/events/wake-ups.js';
import { Proofs, type ProofResult } from '../../src/platform/ops/proofs.js';
import { startDatabase } from '../support/database.js';

export const ADA = '01950000-0000-7000-8000-00000000ada0';

export const usd = (minor: number): Money => Money.of(minor, 'usd');

/** Books of one's own. */
export async function openBooks() {
  const store = await startDatabase();
  const { database, clock } = store;
  const outbox = new Outbox(database, clock, new WakeUps());
  const balances = new BalanceQueries(database, clock);
  const ledger = new Ledger(database, outbox, balances);
  const witnesses = new Witnesses();
  const proofs = new Proofs();
  new LedgerProofs(database, clock, proofs, witnesses).onModuleInit();
  return {
    ...store,
    ledger,
    witnesses,
    checkpoints: new Checkpoints(database),
    prove: async (id: string) => {
      const [result] = await proofs.run([id]);
      return result as ProofResult;
    },
    /** Writes what only somebody who went round the guards could write. */
    behindTheGuards: (...statements: string[]) =>
      database.transaction(async () => {
        for (const table of ['ledger_journal', 'ledger_entry'])
          await database.query(`alter table ${table} disable trigger user`);
        for (const statement of statements) await database.query(statement);
        for (const table of ['ledger_journal', 'ledger_entry'])
          await database.query(`alter table ${table} enable trigger user`);
      }),
    balances,
    rollUp: new RollUp(database),
    state: (...statements: Statement[]) => database.transaction(() => ledger.state(statements)),
    /** `account -> minor` over all parties and currencies. */
    totals: async (question = {}) =>
      Object.fromEntries((await balances.trial(question)).map(({ account, minor }) => [account, minor])),
  };
}

export type Books = Awaited<ReturnType<typeof openBooks>>;

export function statement(
  rule: string,
  kind: string,
  id: string,
  lines: readonly Line[],
  at = '2026-02-01T10:00:00Z',
): Statement {
  return {
    fact: { provider: 'stripe', kind, id },
    rule,
    effectiveAt: new Date(at),
    correlationId: randomUUID(),
    lines,
  };
}

/** A captured charge, as billing states it. */
export function charged(id: string, minor = 9700, at?: string): Statement {
  return statement(
    'payment.received',
    'charge',
    id,
    [
      { account: 'clearing:payments', matchKey: id, money: usd(minor) },
      { account: 'unapplied', partyId: ADA, matchKey: id, money: usd(-minor) },
    ],
    at,
  );
}

/** Its balance transaction. */
export function banked(id: string, minor = 9700, fee = 311, at?: string): Statement {
  return statement(
    'balance.charge',
    'balance_transaction',
    `txn_${id}`,
    [
      { account: 'stripe_balance', money: usd(minor - fee) },
      { account: 'fees:processing', dim: 'stripe_fee', money: usd(fee) },
      { account: 'clearing:payments', matchKey: id, money: usd(-minor) },
    ],
    at,
  );
}
