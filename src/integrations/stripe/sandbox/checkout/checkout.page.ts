import { cardFields, field, testCards, type CardFaults } from '../pages/card-form.js';
import { html, money, page, type Html } from '../pages/html.js';
import type { Params } from '../params.js';
import type { CheckoutSession } from '../wire.js';
import type { LineItem } from './line-items.js';
import { modeOf } from './session.js';

export interface Faults extends CardFaults {
  readonly email?: string;
  readonly code?: string;
  /** What the card's bank said. */
  readonly payment?: string;
}

export interface Shown {
  readonly session: CheckoutSession;
  readonly lines: readonly LineItem[];
  /** What was filled in before. */
  readonly form: Params;
  readonly faults: Faults;
  /** Known already, else the page asks for it. */
  readonly email: string | null;
}

const TITLES = { payment: 'Pay', setup: 'Save a card', subscription: 'Subscribe' } as const;

export function checkoutPage(shown: Shown): Response {
  const { session, lines, faults } = shown;
  const wrong = Object.keys(faults).length > 0;
  const body = html`<h1>${TITLES[modeOf(session)]}</h1>
    <div class="columns">
      ${lines.length === 0 ? '' : summary(session, lines)}
      <section aria-labelledby="card">
        <h2 id="card">Card</h2>
        ${wrong ? html`<p class="error" role="alert">${faults.payment ?? 'Look at what is marked below.'}</p>` : ''}
        ${form(shown)}
      </section>
    </div>`;
  return page(TITLES[modeOf(session)], body, faults.payment === undefined ? (wrong ? 422 : 200) : 402);
}

function summary(session: CheckoutSession, lines: readonly LineItem[]): Html {
  const currency = session.currency ?? 'usd';
  const off = session.total_details?.amount_discount ?? 0;
  return html`<section aria-labelledby="order">
    <h2 id="order">Your order</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" class="amount">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr>
              <td>${line.description}${(line.quantity ?? 1) > 1 ? ` × ${line.quantity}` : ''}${rhythm(line)}</td>
              <td class="amount">${money(line.amount_subtotal, currency)}</td>
            </tr>`,
        )}
        ${
          off > 0
            ? html`<tr>
                <td>Discount</td>
                <td class="amount">${money(-off, currency)}</td>
              </tr>`
            : ''
        }
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          <td class="amount">${money(session.amount_total ?? 0, currency)}</td>
        </tr>
      </tfoot>
    </table>
  </section>`;
}

function rhythm({ price }: LineItem): string {
  if (!price?.recurring) return '';
  const { interval, interval_count: count } = price.recurring;
  return count === 1 ? `, each ${interval}` : `, every ${count} ${interval}s`;
}

function form({ session, form: filled, faults, email }: Shown): Html {
  const label =
    session.mode === 'payment'
      ? `Pay ${money(session.amount_total ?? 0, session.currency ?? 'usd')}`
      : TITLES[modeOf(session)];
  return html`<form method="post" novalidate>
      ${
        email === null
          ? field({ name: 'email', label: 'Email', hint: 'email', type: 'email', fault: faults.email, form: filled })
          : html`<p>For <strong>${email}</strong></p>`
      }
      ${field({ name: 'name', label: 'Name on the card', hint: 'cc-name', form: filled, optional: true })}
      ${cardFields(filled, faults)}
      ${
        session.allow_promotion_codes && session.mode !== 'setup'
          ? field({
              name: 'code',
              label: 'Promotion code',
              hint: 'off',
              fault: faults.code,
              form: filled,
              optional: true,
            })
          : ''
      }
      <button class="wide">${label}</button>
    </form>
    ${session.cancel_url === null ? '' : html`<p><a href="${session.cancel_url}">Go back without paying</a></p>`}
    ${testCards()}`;
}
