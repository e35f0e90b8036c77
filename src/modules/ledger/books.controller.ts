import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock, days } from '../../kernel/clock.js';
import { Scope } from '../../platform/auth/access.js';
import { Database } from '../../platform/database/database.js';
import { aCurrency, aName, anId, instants } from '../../platform/http/filters.js';
import type { Page } from '../../platform/http/page.js';
import { Paged } from '../../platform/http/paged.js';
import { BalanceQueries, type BalanceQuestion } from './balance.queries.js';
import { BalancesQuery, TwoClocksQuery, UnmatchedQuery } from './books.dto.js';
import { accountView, balanceView, openKeyView, totalsOf, trialView } from './books.views.js';
import { accountOf, CHART } from './chart.js';
import { EntryQueries } from './entry.queries.js';
import { UnknownAccount } from './ledger.errors.js';
import { openKeys } from './unmatched.js';

const DAY = /^\d{4}-\d\d-\d\d$/;

/** What stands on the accounts. Amounts are in major units, debits positive. */
@ApiTags('ledger')
@Controller('ledger')
@Scope('ledger:read')
export class BooksController {
  constructor(
    private readonly balances: BalanceQueries,
    private readonly entries: EntryQueries,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Get('accounts')
  @ApiOperation({ operationId: 'ledger.accounts', summary: 'Show the chart of accounts with current balances' })
  async accounts() {
    const balances = await this.balances.trial({});
    return { data: CHART.map((account) => accountView(account, balances)) };
  }

  @Get('balances')
  @ApiOperation({ operationId: 'ledger.balances', summary: 'Show balances by account, party and currency' })
  async balance(@Query() { account, party_id: partyId, currency, ...clocks }: BalancesQuery) {
    if (account !== undefined && !accountOf(account)) throw new UnknownAccount(account);
    const question = { account, partyId, currency, ...instantsOf(clocks) };
    return { data: (await this.balances.of(question)).map(balanceView), ...(await this.knowledge(question)) };
  }

  @Get('trial-balance')
  @ApiOperation({ operationId: 'ledger.trial-balance', summary: 'Show the trial balance; its totals are zero' })
  async trial(@Query() clocks: TwoClocksQuery) {
    const question = instantsOf(clocks);
    const rows = await this.balances.trial(question);
    return { data: rows.map(trialView), totals: totalsOf(rows), ...(await this.knowledge(question)) };
  }

  @Get('entries')
  @ApiOperation({ operationId: 'ledger.entries', summary: 'Show the statement of an account with its running balance' })
  statement(
    @Paged({ account: aName, party_id: anId, match_key: aName, currency: aCurrency, effective_at: instants })
    page: Page,
  ) {
    return this.entries.statement(page);
  }

  @Get('unmatched')
  @ApiOperation({
    operationId: 'ledger.unmatched',
    summary: 'List match keys that have not returned to zero, oldest first',
  })
  async unmatched(@Query() { account, older_than: age = '0h' }: UnmatchedQuery) {
    const known = account === undefined ? undefined : accountOf(account);
    if (account !== undefined && !known?.matched) throw new UnknownAccount(account);
    const hours = Number.parseInt(age, 10) * (age.endsWith('d') ? 24 : 1);
    const accounts = known ? [known] : CHART.filter(({ matched }) => matched);
    const now = this.clock.now();
    const keys = await openKeys(
      this.database,
      accounts.map(({ code }) => ({ account: code, hours })),
      now,
    );
    return { data: keys.map((key) => openKeyView(key, now)) };
  }

  private async knowledge(question: BalanceQuestion) {
    const { settled, lateEntries } = await this.balances.standing(question);
    return {
      as_of: (question.asOf ?? this.clock.now()).toISOString(),
      known_at: (question.knownAt ?? this.clock.wall()).toISOString(),
      settled,
      late_entries: lateEntries,
    };
  }
}

function instantsOf({ as_of, known_at }: TwoClocksQuery): Pick<BalanceQuestion, 'asOf' | 'knownAt'> {
  return { asOf: endOf(as_of), knownAt: endOf(known_at) };
}

/** A day counts whole, as in every report. */
function endOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  return DAY.test(text) ? new Date(Date.parse(text) + days(1)) : new Date(text);
}
