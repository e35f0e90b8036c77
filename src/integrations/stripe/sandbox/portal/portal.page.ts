import { cardFields, testCards, type CardFaults } from '../pages/card-form.js';
import { day, html, money, page, type Html } from '../pages/html.js';
import { priceOf } from '../prices/price-amount.js';
import type { Params } from '../params.js';
import type { Invoice, Subscription } from '../wire.js';
import { isOver, type CustomerAccount } from './account.js';

/** What the page says about what was just done. */
export interface Said {
  readonly note?: string;
  readonly error?: string;
  readonly faults?: CardFaults;
}

export function portalPage(account: CustomerAccount, form: Params, said: Said): Response {
  const { customer, session, headline } = account;
  const body = html`<h1>${headline ?? 'Your billing'}</h1>
    <p>For <strong>${customer.email ?? customer.name ?? customer.id}</strong></p>
    ${said.note === undefined ? '' : html`<p class="note" role="status">${said.note}</p>`}
    ${said.error === undefined ? '' : html`<p class="error" role="alert">${said.error}</p>`}
    ${account.subscriptions.map((one) => subscription(account, one.subscription, one.name))}
    ${account.features.payment_method_update.enabled ? card(account, form, said.faults ?? {}) : ''}
    ${account.features.invoice_history.enabled ? history(account.invoices) : ''}
    ${session.return_url === null ? '' : html`<p><a href="${session.return_url}">Back to where you came from</a></p>`}`;
  return page('Your billing', body, said.faults ? 422 : 200);
}

function subscription({ features }: CustomerAccount, one: Subscription, name: string): Html {
  const cancels = features.subscription_cancel.enabled && one.cancel_at === null;
  const [label, act] = one.cancel_at === null ? [`Cancel ${name}`, 'cancel'] : [`Keep ${name}`, 'keep'];
  return html`<section aria-labelledby="${one.id}">
    <h2 id="${one.id}">${name}</h2>
    <p>${costs(one)}${standing(one)}</p>
    ${
      !isOver(one) && (cancels || one.cancel_at !== null)
        ? html`<form method="post">
            <input type="hidden" name="id" value="${one.id}" />
            <button class="plain" name="act" value="${act}">${label}</button>
          </form>`
        : ''
    }
  </section>`;
}

function costs({ items, currency }: Subscription): string {
  const sum = items.data.reduce((all, { price, quantity = 1 }) => all + priceOf(price, quantity), 0);
  const { interval = 'month', interval_count: count = 1 } = items.data[0]?.price.recurring ?? {};
  return `${money(sum, currency)} ${count === 1 ? `each ${interval}` : `every ${count} ${interval}s`}. `;
}

function standing({ status, cancel_at: ends, ended_at: ended, items }: Subscription): string {
  if (ended !== null) return `It ended on ${day(ended)}.`;
  if (ends !== null) return `It ends on ${day(ends)}.`;
  if (status === 'past_due') return 'The last payment has failed.';
  const next = items.data[0]?.current_period_end;
  return next === undefined ? '' : `${status === 'trialing' ? 'The trial ends' : 'It renews'} on ${day(next)}.`;
}

function card({ card: kept }: CustomerAccount, form: Params, faults: CardFaults): Html {
  const { brand = '', last4 = '', exp_month = 0, exp_year = 0 } = kept?.card ?? {};
  const words = kept ? `${brand} ending in ${last4}, good until ${exp_month}/${exp_year}.` : 'There is no card yet.';
  return html`<section aria-labelledby="card">
    <h2 id="card">Card</h2>
    <p>${words}</p>
    <details ${Object.keys(faults).length > 0 ? 'open' : ''}>
      <summary>Use another card</summary>
      <form method="post" novalidate>
        ${cardFields(form, faults)}
        <button name="act" value="card">Use this card</button>
      </form>
      ${testCards()}
    </details>
  </section>`;
}

function history(invoices: readonly Invoice[]): Html {
  if (invoices.length === 0) return html``;
  return html`<section aria-labelledby="invoices">
    <h2 id="invoices">Invoices</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="All invoices">
      <table>
        <thead>
          <tr>
            <th scope="col">Date</th>
            <th scope="col">Number</th>
            <th scope="col">State</th>
            <th scope="col" class="amount">Amount</th>
          </tr>
        </thead>
        <tbody>
          ${invoices.map(
            (one) =>
              html`<tr>
                <td>${day(one.created)}</td>
                <td>${one.number}</td>
                <td>${one.status === 'open' ? payment(one) : one.status}</td>
                <td class="amount">${money(one.total, one.currency)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function payment({ id, number }: Invoice): Html {
  return html`<form method="post">
    <input type="hidden" name="id" value="${id}" />
    <button name="act" value="pay">Pay ${number}</button>
  </form>`;
}
