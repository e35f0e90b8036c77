import { byId, el } from './dom.js';
import { Feed } from './feed.js';
import { drawMoney } from './money-chart.js';
import { drawMovements, emptyChart } from './movements-chart.js';
import { drawMrr } from './mrr-chart.js';
import type { Screen } from './screen.js';
import { drawTiles, drawTileSkeletons } from './tiles.js';
import { instant, money, span } from './words.js';

const CHARTS = ['money', 'mrr', 'movements'] as const;

/** Lays the figures out. What was there stays, dimmed, until the new ones are. */
export class Overview {
  private readonly feed: Feed;
  private drawn: { destroy: () => void }[] = [];
  private screen: Screen | undefined;

  constructor(private readonly open: (path: string) => void) {
    this.feed = new Feed(byId('feed'), open);
  }

  waiting(): void {
    drawTileSkeletons(byId('tiles'));
    for (const id of [...CHARTS, 'feed']) byId(id).classList.add('waiting');
  }

  dim(dimmed: boolean): void {
    byId('main').classList.toggle('dimmed', dimmed);
  }

  draw(screen: Screen): void {
    const pictures = this.pictureKey(this.screen) !== this.pictureKey(screen);
    const focused = document.activeElement?.closest<HTMLElement>('[data-tile]')?.dataset['tile'];
    this.screen = screen;
    drawTiles(byId('tiles'), screen, this.open);
    if (focused) document.querySelector<HTMLElement>(`[data-tile="${focused}"]`)?.focus();
    this.feed.draw(screen);
    this.drawMeta(screen);
    this.drawBooks(screen);
    if (pictures) this.drawCharts();
  }

  /** Also when only the colours have changed. */
  drawCharts(): void {
    const screen = this.screen;
    if (!screen) return;
    for (const chart of this.drawn) chart.destroy();
    if (screen.empty) return this.drawEmpty();
    this.drawn = [
      drawMoney(byId('money'), screen, this.open),
      drawMrr(byId('mrr'), screen, this.open),
      drawMovements(byId('movements'), screen, this.open),
    ];
  }

  stale(at: string): void {
    byId('notice').replaceChildren(el('p', { class: 'strip warn' }, `As of ${instant(at)}, reconnecting.`));
  }

  private drawEmpty(): void {
    this.drawn = [];
    const next =
      'It fills as soon as the first payment arrives: point a webhook of your provider here, or use the API.';
    emptyChart(byId('money'), 'Revenue', `Payments, refunds and fees over time. ${next}`);
    emptyChart(byId('mrr'), 'MRR', 'What running subscriptions are worth in a month, once there is one.');
    emptyChart(byId('movements'), 'Movements', 'New, expansion, contraction and churn, month by month.');
  }

  private drawMeta({
    period,
    as_of: asOf,
    known_at: knownAt,
    policy_version: policy,
    unconverted,
    currency,
  }: Screen): void {
    const parts = [
      span(period.from, period.to),
      `as of ${instant(asOf)} UTC`,
      `known ${instant(knownAt)} UTC`,
      `policy ${policy}`,
      currency.toUpperCase(),
      ...unconverted.map(({ currency: other, amount, count }) => `not converted: ${money(amount, other)} (${count})`),
    ];
    byId('meta').textContent = parts.join(' · ');
  }

  private drawBooks({ books, coverage }: Screen): void {
    const words = { green: 'Books balance', amber: 'Books: look', red: 'Books are wrong' };
    const at = byId('books');
    at.className = `books ${books.light}`;
    at.title = books.sentence;
    at.replaceChildren(el('span', { class: 'dot' }), el('span', { class: 'word' }, words[books.light]));
    const checked = books.checked_at ? ` Checked ${instant(books.checked_at)} UTC.` : '';
    const behind = coverage.behind > 0 ? ` ${coverage.behind} events are not read yet.` : '';
    byId('foot').textContent = `${books.sentence}${checked}${behind}`;
    byId('notice').replaceChildren(...(books.light === 'red' ? [this.alarm(books)] : []));
  }

  private alarm({ failing, sentence }: Screen['books']): HTMLElement {
    const since = failing.map(({ name, since: at }) => `${name} since ${instant(at)}`).join('; ');
    return el('p', { class: 'strip bad' }, `${sentence} ${since}`);
  }

  private pictureKey(screen: Screen | undefined): string {
    return screen ? JSON.stringify([screen.money, screen.mrr, screen.bridge, screen.period.granularity]) : '';
  }
}
