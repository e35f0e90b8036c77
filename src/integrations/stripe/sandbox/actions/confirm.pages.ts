import { html, money, page } from '../pages/html.js';
import type { PageHandler, PageRoute } from '../pages/pages.js';
import { missing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { PaymentIntent, SetupIntent } from '../wire.js';
import { answerAction } from './answering.js';

/** What the bank of a card would ask its owner. */
const show: PageHandler = async (unit, _form, id) => {
  const intent = await asked(unit, id);
  if (intent.status !== 'requires_action') return returnUrlOf(intent) ?? over();
  const what =
    'amount' in intent ? html`a payment of <strong>${money(intent.amount, intent.currency)}</strong>` : 'your card';
  return page(
    'Confirm with your bank',
    html`<section>
      <h1>Confirm ${what}</h1>
      <p>At this point a real bank asks whether it is you. Here you choose what it finds.</p>
      <form method="post" class="actions">
        <button name="passed" value="true">Confirm</button>
        <button class="plain" name="passed" value="false">Fail to confirm</button>
      </form>
    </section>`,
  );
};

const answer: PageHandler = async (unit, form, id) => {
  const intent = await asked(unit, id);
  const back = returnUrlOf(intent);
  await answerAction(unit, id, form.flag('passed') ?? false);
  return back ?? over();
};

async function asked(unit: Unit, id: string): Promise<PaymentIntent | SetupIntent> {
  const intent = (await unit.maybe('payment_intent', id)) ?? (await unit.maybe('setup_intent', id));
  if (!intent) throw missing('payment_intent', id);
  return intent;
}

function returnUrlOf({ id, object, next_action: action }: PaymentIntent | SetupIntent): string | undefined {
  const url = action?.redirect_to_url?.return_url;
  if (!url) return undefined;
  const back = new URL(url);
  back.searchParams.set(object, id);
  return back.href;
}

function over(): Response {
  return page(
    'Done',
    html`<section>
      <h1>That is settled</h1>
      <p>There is nothing to confirm here any more. You can close this page.</p>
    </section>`,
  );
}

export const confirmPages: readonly PageRoute[] = [
  { method: 'GET', path: '/sandbox/confirm/{id}', handle: show },
  { method: 'POST', path: '/sandbox/confirm/{id}', handle: answer },
];
