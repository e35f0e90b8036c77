import { Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { currencyOf } from '../../kernel/currency.js';
import { Database } from '../database/database.js';
import { patient } from '../database/silent-connections.js';
import { Proofs, type Proof } from './proofs.js';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

const WHOLE = new Set(['bigint', 'integer', 'smallint']);

/** Hands the proof of how money is kept to those who run proofs: it asks the catalogue of the database, of every module's tables. */
@Injectable()
export class MoneyColumns implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Optional() private readonly proofs?: Proofs,
  ) {}

  onModuleInit(): void {
    this.proofs?.register('I20 amounts are whole minor units of a currency that exists', this.whole);
  }

  private readonly whole: Proof = async () => {
    const columns = await this.database.query<Column>(COLUMNS);
    const fractions = columns.filter(({ name, type }) => name !== 'currency' && !WHOLE.has(type));
    const strange: object[] = [];
    for (const { table, name } of columns.filter((column) => column.name === 'currency')) {
      const found = await patient(this.database).query<{ currency: string }>(
        `select distinct ${name} as currency from ${table} where ${name} is not null`,
      );
      strange.push(...found.filter(({ currency }) => !isKnown(currency)).map((row) => ({ table, ...row })));
    }
    const differences = [...fractions, ...strange].slice(0, 100);
    return { ok: differences.length === 0, checked: columns.length, differences };
  };
}

function isKnown(currency: string): boolean {
  try {
    return currencyOf(currency) === currency;
  } catch {
    return false;
  }
}

const COLUMNS = `
  select quote_ident(table_name) as table, quote_ident(column_name) as name, data_type as type
    from information_schema.columns
   where table_schema = 'public' and (column_name in ('minor', 'currency') or column_name like '%\\_minor')
   order by 1, 2`;
