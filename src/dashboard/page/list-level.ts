import { el } from './dom.js';
import {
  difference,
  idIn,
  named,
  record,
  step,
  sum,
  table,
  time,
  words,
  type Level,
  type Open,
} from './evidence-parts.js';
import { kindWords, MOVES } from './movement-words.js';

export interface Movement {
  readonly id: string;
  readonly kind: string;
  readonly reason: string;
  readonly customer_id: string;
  readonly plan_id: string;
  readonly plan_name: string;
  readonly currency: string;
  readonly amount: number;
  readonly mrr_before: number;
  readonly mrr_after: number;
  readonly effective_at: string;
  readonly reverses: string | null;
  readonly explain: string;
}

export interface MoneyFact {
  readonly id: string;
  readonly kind: string;
  readonly amount: number;
  readonly currency: string;
  readonly rule: string;
  readonly journal_id: string;
  readonly fact: { readonly kind: string; readonly id: string };
  readonly effective_at: string;
  readonly inbox_event: string | null;
}

interface List<Row> {
  readonly data: readonly Row[];
  readonly has_more: boolean;
}

// A twelfth of a yearly value is seldom whole: three movements of 83.33 may be 250.00 together.
const ROUNDED = 'Each row is rounded by itself; the part they make up is rounded once, of the exact sum.';

/** The movements a part is the sum of. Each opens its cause. */
export function movementLevel({ data, has_more: more }: List<Movement>, asked: URLSearchParams, open: Open): Level {
  const rows = data.map((row) => [
    { shown: step(row.reverses ? `${kindWords(row.kind)} taken back` : kindWords(row.kind), row.explain, open) },
    { shown: difference(row.amount, row.currency), right: true },
    { shown: named(row.plan_name, row) },
    { shown: time(row.effective_at) },
    { shown: record('customers_customer', row.customer_id, row.customer_id.slice(-6)) ?? '' },
    { shown: `${sum(row.mrr_before, null)} → ${sum(row.mrr_after, null)}`, right: true },
  ]);
  return {
    title: titleOf('Movements', asked),
    parts: [
      ...(data.some(({ kind }) => kind === 'move') ? [el('p', { class: 'definition' }, MOVES)] : []),
      table(['Kind', 'Change', 'Plan', 'When', 'Customer', 'MRR'], rows, 'Movements'),
      el('p', { class: 'definition' }, ROUNDED),
      ...rest(more, data.length),
    ],
  };
}

/** The facts about money a part is the sum of. Each leads to its journal and to the event that told it. */
export function moneyFactLevel({ data, has_more: more }: List<MoneyFact>, asked: URLSearchParams): Level {
  const rows = data.map((row) => [
    { shown: record('webhooks_inbox', idIn(row.inbox_event), words(row.kind)) ?? words(row.kind) },
    { shown: difference(row.amount, row.currency), right: true },
    { shown: time(row.effective_at) },
    { shown: el('code', {}, row.fact.id) },
    { shown: record('ledger_journal', row.journal_id, 'Journal') ?? '' },
  ]);
  return {
    title: titleOf('Money', asked),
    parts: [
      el('p', { class: 'definition' }, 'The first column opens the event of the provider that told it.'),
      table(['Event', 'Amount', 'When', 'Fact', 'Booked'], rows, 'Facts about money'),
      ...rest(more, data.length),
    ],
  };
}

function titleOf(what: string, asked: URLSearchParams): string {
  const kind = asked.get('kind');
  return kind ? `${what}: ${kindWords(kind).toLowerCase()}` : what;
}

function rest(more: boolean, shown: number): HTMLElement[] {
  if (shown === 0) return [el('p', { class: 'nothing' }, 'Nothing in this range.')];
  return more ? [el('p', { class: 'definition' }, `The newest ${shown}; the API pages through the rest.`)] : [];
}
