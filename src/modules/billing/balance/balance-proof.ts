import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { patient } from '../../../platform/database/silent-connections.js';
import { Proofs } from '../../../platform/ops/proofs.js';
import { Ledger } from '../../ledger/index.js';

type Difference = Record<string, unknown>;

/** The provider's balance has an independent witness: the provider. */
@Injectable()
export class BalanceProof implements OnModuleInit {
  constructor(
    private readonly proofs: Proofs,
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  onModuleInit(): void {
    this.proofs.register(
      'P8 the balance in the books is the sum of its movements, and what the provider says',
      () => this.balance(),
      { also: ['I02'] },
    );
  }

  /** The last comparison with the provider stands for its own word: a proof asks nobody. */
  private async balance() {
    const booked = new Map(
      (await this.ledger.balance({ account: 'stripe_balance' })).map(({ currency, minor }) => [currency, minor]),
    );
    const rows = await patient(this.database).query<{ currency: string; minor: string }>(MIRRORED);
    const mirrored = new Map(rows.map(({ currency, minor }) => [currency, Number(minor)]));
    const currencies = [...new Set([...booked.keys(), ...mirrored.keys()])];
    const said = await this.database.query<Difference>(SAID);
    const differences: Difference[] = currencies
      .map((currency) => ({ currency, booked: booked.get(currency) ?? 0, mirrored: mirrored.get(currency) ?? 0 }))
      .filter((one) => one.booked !== one.mirrored);
    return {
      ok: differences.length + said.length === 0,
      checked: currencies.length,
      differences: [...differences, ...said],
    };
  }
}

const MIRRORED = `
  select currency, sum(net_minor)::text as minor from billing_balance_transaction group by 1`;

const SAID = `
  select sum ->> 'currency' as currency, sum -> 'theirs' ->> 'minor' as provider, sum -> 'ours' ->> 'minor' as mirrored
  from (select proof from billing_reconciliation_run where layer = 'money' and error is null order by created_at desc, id desc limit 1) run,
    jsonb_array_elements(run.proof -> 'sums') sum
  where sum ->> 'of' = 'balance' and sum -> 'theirs' ->> 'minor' <> sum -> 'ours' ->> 'minor'`;
