import type { Params } from '../params.js';
import { CARDS, testCard, type TestCard } from '../test-cards.js';
import { html, type Html } from './html.js';

export interface CardFaults {
  readonly number?: string;
  readonly expiry?: string;
  readonly cvc?: string;
}

export type CardAnswer = { card: TestCard; faults?: never } | { card?: never; faults: CardFaults };

/** Reads a card as somebody typed it: a test card's number, any date to come, any three or four digits. */
export function readCard(form: Params, now: Date): CardAnswer {
  const card = testCard((form.text('number') ?? '').replaceAll(/[ -]/g, ''));
  const [month = 0, year = 0] = (form.text('expiry') ?? '').split('/').map((part) => Number(part.trim()));
  const ends = Date.UTC((year < 100 ? 2000 : 0) + year, month);
  const faults: CardFaults = {
    ...(card ? {} : { number: 'This is not the number of a test card. Real cards do not work here.' }),
    ...(month >= 1 && month <= 12 && ends > now.getTime() ? {} : { expiry: 'Give a month to come, like 12/34.' }),
    ...(/^\d{3,4}$/.test(form.text('cvc') ?? '') ? {} : { cvc: 'Give three or four digits.' }),
  };
  return card && Object.keys(faults).length === 0 ? { card } : { faults };
}

export function cardFields(form: Params, faults: CardFaults): Html {
  return html`${field({ name: 'number', label: 'Card number', hint: 'cc-number', fault: faults.number, form })}
    <div class="pair">
      <div>${field({ name: 'expiry', label: 'Expiry (MM/YY)', hint: 'cc-exp', fault: faults.expiry, form })}</div>
      <div>${field({ name: 'cvc', label: 'Security code', hint: 'cc-csc', fault: faults.cvc, form })}</div>
    </div>`;
}

interface Field {
  readonly name: string;
  readonly label: string;
  /** What browsers fill in. */
  readonly hint: string;
  readonly fault?: string | undefined;
  readonly form: Params;
  readonly type?: 'email' | 'text';
  readonly optional?: boolean;
}

/** An input with its label; what is wrong with it stands under it and is read out with it. */
export function field({ name, label, hint, fault, form, type = 'text', optional = false }: Field): Html {
  const invalid = fault === undefined ? '' : html`aria-invalid="true" aria-describedby="${name}-fault"`;
  return html`<label for="${name}">${label}${optional ? ' (optional)' : ''}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${hint}"
      value="${form.text(name)}"
      ${invalid}
      ${optional ? '' : 'required'}
      ${name === 'number' || name === 'cvc' ? html`inputmode="numeric"` : ''}
    />
    ${fault === undefined ? '' : html`<p class="hint" id="${name}-fault">${fault}</p>`}`;
}

/** The test cards and what each does. */
export function testCards(): Html {
  const rows = CARDS.filter(({ number }, index) => CARDS.findIndex((one) => one.number === number) === index);
  return html`<details>
    <summary>Test cards</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Test cards">
      <table>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">What happens</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (card) =>
              html`<tr>
                <td><code>${card.number.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></td>
                <td>${outcome(card)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function outcome(card: TestCard): string {
  if (card.attach) return `Declined: ${card.attach.replaceAll('_', ' ')}`;
  if (card.charge) return 'Is kept, then declined when charged';
  if (card.action) return card.action === 'always' ? 'Asks its owner each time' : 'Asks its owner once';
  if (card.dispute) return card.dispute === 'inquiry' ? 'Pays, then is asked about' : 'Pays, then is disputed';
  if (card.fraudWarning) return 'Pays, then its bank warns of fraud';
  if (card.refund) return card.refund === 'pending' ? 'Pays; refunds take a day' : 'Pays; refunds come back';
  if (card.bypassesPending) return 'Pays; the money is available at once';
  return `Pays (${card.brand})`;
}
