import { el } from './dom.js';
import { reasonWords } from './movement-words.js';
import type { FeedLine, Screen } from './screen.js';
import { moment, money, signed } from './words.js';

const KINDS: Record<string, { text: string; tone: string }> = {
  payment_authorized: { text: 'Payment held', tone: 'same' },
  payment_captured: { text: 'Payment', tone: 'good' },
  payment_canceled: { text: 'Payment cancelled', tone: 'same' },
  payment_failed: { text: 'Payment failed', tone: 'bad' },
  refund: { text: 'Refund', tone: 'bad' },
  customer_registered: { text: 'New customer', tone: 'same' },
  new: { text: 'New subscription', tone: 'good' },
  expansion: { text: 'Expansion', tone: 'good' },
  reactivation: { text: 'Came back', tone: 'good' },
  contraction: { text: 'Contraction', tone: 'bad' },
  churn: { text: 'Cancelled', tone: 'bad' },
};

const OBJECTS: Record<string, string> = {
  payment: 'billing_payment',
  customer: 'customers_customer',
  subscription: 'billing_subscription',
};

// What moved nothing has no direction.
const UNMOVED = ['payment_authorized', 'payment_canceled', 'payment_failed'];

function amountOf({ kind, amount, currency }: FeedLine): string {
  if (amount === null || !currency) return '';
  return UNMOVED.includes(kind) ? money(amount, currency) : signed(money(amount, currency), amount);
}

/** What happened last, the newest first; can be held still to be read. */
export class Feed {
  private held: Screen | undefined;
  private paused = false;
  private known = new Set<string>();

  constructor(
    private readonly into: HTMLElement,
    private readonly open: (path: string) => void,
  ) {}

  draw(screen: Screen): void {
    if (this.paused) {
      this.held = screen;
      return;
    }
    const first = this.known.size === 0;
    const lines = screen.feed.map((line) => this.line(line, !first && !this.known.has(line.id)));
    this.known = new Set(screen.feed.map(({ id }) => id));
    const list = el('ol', {}, ...lines);
    const scroll = el('div', { class: 'scroll', tabindex: 0, role: 'log', 'aria-labelledby': 'feed-title' }, list);
    this.into.classList.remove('waiting');
    this.into.replaceChildren(this.head(), screen.feed.length > 0 ? scroll : this.nothing());
  }

  private head(): HTMLElement {
    const hold = el(
      'button',
      { type: 'button', class: 'quiet', 'aria-pressed': this.paused },
      this.paused ? 'Resume' : 'Pause',
    );
    hold.addEventListener('click', () => this.toggle(hold));
    return el('header', { class: 'title' }, el('h2', { id: 'feed-title' }, 'What happened last'), hold);
  }

  private toggle(hold: HTMLButtonElement): void {
    this.paused = !this.paused;
    hold.textContent = this.paused ? 'Resume' : 'Pause';
    hold.setAttribute('aria-pressed', String(this.paused));
    if (!this.paused && this.held) this.draw(this.held);
  }

  private nothing(): HTMLElement {
    return el('p', { class: 'nothing' }, 'Payments, refunds and changes of subscriptions appear here as they arrive.');
  }

  private line(line: FeedLine, fresh: boolean): HTMLElement {
    const { text, tone } = KINDS[line.kind] ?? { text: line.kind.replaceAll('_', ' '), tone: 'same' };
    const title = el('button', { type: 'button', class: 'opens', disabled: line.explain === null }, text);
    title.addEventListener('click', () => line.explain && this.open(line.explain));
    return el(
      'li',
      { class: fresh ? 'fresh' : '' },
      el(
        'span',
        { class: 'what' },
        title,
        line.detail ? el('span', { class: 'detail' }, reasonWords(line.detail)) : null,
      ),
      el('span', { class: `amount ${tone}` }, amountOf(line)),
      el('span', { class: 'who' }, who(line)),
      el('time', { datetime: line.at }, moment(line.at)),
    );
  }
}

/** By pseudonym: the page holds no names. */
function who({ customer_id: customer, object }: FeedLine): HTMLElement | string {
  const resource = OBJECTS[object.kind];
  const text = customer ? `Customer ${customer.slice(-6)}` : `${object.kind} ${object.id.slice(-6)}`;
  return resource ? el('a', { href: `/admin/resources/${resource}/records/${object.id}/show` }, text) : text;
}
