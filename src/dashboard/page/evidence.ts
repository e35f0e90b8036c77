import { el } from './dom.js';
import { instant, plain } from './words.js';

type Open = (path: string) => void;

/** One level of an explanation. Whatever it holds is shown: facts as a list, rows as a table, links as the next level. */
export function levelView(answer: Record<string, unknown>, path: string, open: Open): [string, HTMLElement] {
  const title = titleOf(answer, path);
  const view = el('div', { class: 'evidence' }, ...sections(answer, open), proof(answer, path));
  return [title, view];
}

const API = /^\/api\/v1\/analytics\//;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const SKIPPED = new Set(['title', 'level', 'links']);

function titleOf(answer: Record<string, unknown>, path: string): string {
  const given = answer['title'] ?? answer['metric'] ?? answer['name'];
  return typeof given === 'string' ? sentence(given) : sentence(path.split('?')[0]?.split('/').at(-2) ?? 'Evidence');
}

function sections(answer: Record<string, unknown>, open: Open): HTMLElement[] {
  const entries = Object.entries(answer).filter(([name, value]) => !SKIPPED.has(name) && !isEmpty(value));
  const facts = entries.filter(([, value]) => !isRows(value) && !isRecord(value));
  const parts = entries.filter(([, value]) => isRows(value) || isRecord(value));
  return [
    ...(facts.length > 0 ? [factList(facts, open)] : []),
    ...parts.map(([name, value]) =>
      el(
        'section',
        {},
        el('h3', {}, sentence(name)),
        isRows(value) ? table(value, open) : nested(value as object, open),
      ),
    ),
  ];
}

function nested(value: object, open: Open): HTMLElement {
  return el('div', { class: 'nested' }, ...sections(value as Record<string, unknown>, open));
}

function factList(facts: readonly (readonly [string, unknown])[], open: Open): HTMLElement {
  return el(
    'dl',
    {},
    ...facts.flatMap(([name, value]) => [el('dt', {}, sentence(name)), el('dd', {}, shown(name, value, open))]),
  );
}

function table(rows: readonly Record<string, unknown>[], open: Open): HTMLElement {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => !isEmpty(row[name])),
  );
  return el(
    'div',
    { class: 'scroll', tabindex: 0 },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...names.map((name) => el('th', { scope: 'col' }, sentence(name))))),
      el(
        'tbody',
        {},
        ...rows.map((row) => el('tr', {}, ...names.map((name) => el('td', {}, shown(name, row[name], open))))),
      ),
    ),
  );
}

/** Paths of the API whose records are looked at in the back office. */
const ELSEWHERE = /^\/api\/v1\/(webhooks\/inbox|ledger\/journals)\/([0-9a-f-]{36})/;
const ELSEWHERE_RESOURCES: Record<string, string> = {
  'webhooks/inbox': 'webhooks_inbox',
  'ledger/journals': 'ledger_journal',
};

const RECORDS: Record<string, string> = {
  customer_id: 'customers_customer',
  subscription_id: 'billing_subscription',
  payment_id: 'billing_payment',
  invoice_id: 'billing_invoice',
  journal_id: 'ledger_journal',
  inbox_event: 'webhooks_inbox',
  inbox_id: 'webhooks_inbox',
};

function shown(name: string, value: unknown, open: Open): Node | string {
  if (isEmpty(value)) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return text(name, value, open);
  if (Array.isArray(value))
    return el(
      'span',
      {},
      ...value.flatMap((one, at) => [at > 0 ? ', ' : '', shown(name.replace(/s$/, ''), one, open)]),
    );
  if (typeof value === 'object') return el('code', {}, JSON.stringify(value));
  return el('span', { class: 'number' }, plain(Number(value)));
}

function text(name: string, value: string, open: Open): Node | string {
  if (API.test(value)) return step(name, value, open);
  const [, list, id] = ELSEWHERE.exec(value) ?? [];
  if (list && id) return recordLink(ELSEWHERE_RESOURCES[list] ?? '', id);
  const resource = RECORDS[name];
  if (resource) return recordLink(resource, value);
  if (INSTANT.test(value)) return el('time', { datetime: value, title: value }, instant(value));
  if (/(_id|_key|hash|sha256|event)$/.test(name)) return el('code', {}, value);
  return value;
}

function recordLink(resource: string, id: string): HTMLElement {
  return el('a', { href: `/admin/resources/${resource}/records/${id}/show` }, id.slice(-8));
}

function step(name: string, path: string, open: Open): HTMLElement {
  const button = el(
    'button',
    { type: 'button', class: 'opens' },
    name === 'explain' || name === 'link' ? 'Open' : sentence(name),
  );
  button.addEventListener('click', () => open(path));
  return button;
}

/** What a person pastes into a mail to say which figure they mean. */
function proof(answer: Record<string, unknown>, path: string): HTMLElement {
  const button = el('button', { type: 'button', class: 'quiet' }, 'Copy proof');
  button.addEventListener('click', () => {
    const { as_of: asOf, known_at: knownAt, policy_version: policy, value } = answer;
    void navigator.clipboard.writeText(
      JSON.stringify({ path, value, as_of: asOf, known_at: knownAt, policy_version: policy }),
    );
    button.textContent = 'Copied';
  });
  return el('p', { class: 'proof' }, button);
}

function sentence(name: string): string {
  const text = name
    .replaceAll('_', ' ')
    .replace(/\bmrr\b/gi, 'MRR')
    .replace(/\barr\b/gi, 'ARR');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isRows(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
