import { el } from './dom.js';
import {
  difference,
  facts,
  named,
  record,
  section,
  step,
  sum,
  table,
  time,
  words,
  type Level,
  type Open,
} from './evidence-parts.js';
import type { MoneyFact, Movement } from './list-level.js';
import { kindWords, reasonWords } from './movement-words.js';

interface Version {
  readonly starts_at: string;
  readonly status: string;
  readonly items: readonly { readonly plan_name: string; readonly quantity: number; readonly interval: string }[];
}

export interface Cause extends Movement {
  readonly subscription_id: string;
  readonly rule: string;
  readonly recorded_at: string;
  readonly policy_version: number;
  readonly reversed_by: string | null;
  readonly subscription: { readonly before: Version | null; readonly after: Version | null };
  readonly cause: {
    readonly event_id: string;
    readonly provider_event_id: string | null;
    readonly inbox_event: string | null;
    readonly correlation_id: string;
  };
  readonly journals: readonly MoneyFact[];
}

/** Why one movement stands as it does: the rule in words, the subscription before and after, the provider's event. */
export function causeLevel(answer: Cause, open: Open): Level {
  const { cause, subscription, currency } = answer;
  return {
    title: kindWords(answer.kind),
    parts: [
      el('p', { class: 'headline' }, `${difference(answer.amount, currency)} a month`),
      el('p', { class: 'definition' }, answer.rule),
      facts([
        ['True from', time(answer.effective_at)],
        ['Known from', time(answer.recorded_at)],
        ['Reason', words(reasonWords(answer.reason))],
        ['Plan', named(answer.plan_name, answer)],
        ['MRR', `${sum(answer.mrr_before, currency)} → ${sum(answer.mrr_after, currency)}`],
        ['Customer', record('customers_customer', answer.customer_id)],
        ['Subscription', record('billing_subscription', answer.subscription_id)],
        ['Taken back by', taken(answer.reversed_by, open)],
      ]),
      section('Subscription', versions(subscription)),
      section(
        'Caused by',
        facts([
          ['Provider event', cause.provider_event_id ? el('code', { class: 'event' }, cause.provider_event_id) : null],
          ['As it arrived', cause.inbox_event ? step('Open the event', cause.inbox_event, open) : null],
          ['Domain event', el('code', {}, cause.event_id)],
          ['Correlation id', el('code', {}, cause.correlation_id)],
        ]),
      ),
      ...(answer.journals.length > 0 ? [section('Booked with it', journals(answer.journals))] : []),
    ],
  };
}

function versions({ before, after }: Cause['subscription']): HTMLElement {
  return facts([
    ['Before', before ? inWords(before) : 'none'],
    ['After', after ? inWords(after) : 'none'],
  ]);
}

function inWords({ status, items }: Version): string {
  const plans = items.map(({ plan_name: plan, quantity, interval }) => `${quantity} × ${plan} by the ${interval}`);
  return `${words(status).toLowerCase()}: ${plans.join(', ') || 'no items'}`;
}

function taken(id: string | null, open: Open): Node | null {
  if (!id) return null;
  const button = el('button', { type: 'button', class: 'opens' }, id.slice(-8));
  button.addEventListener('click', () => open(`/api/v1/analytics/movements/${id}`));
  return button;
}

function journals(rows: readonly MoneyFact[]): HTMLElement {
  return table(
    ['Fact', 'When', 'Amount', ''],
    rows.map((row) => [
      { shown: words(row.kind) },
      { shown: time(row.effective_at) },
      { shown: difference(row.amount, row.currency), right: true },
      { shown: record('ledger_journal', row.journal_id, 'Journal') ?? '' },
    ]),
    'Journals',
  );
}
