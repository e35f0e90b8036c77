import { readCard } from '../pages/card-form.js';
import { html, page } from '../pages/html.js';
import type { PageHandler, PageRoute } from '../pages/pages.js';
import type { Params } from '../params.js';
import type { Unit } from '../unit.js';
import type { PortalSession } from '../wire.js';
import { accountOf, type CustomerAccount } from './account.js';
import { applySetup, cancel, changeCard, keep, settle, type Outcome } from './acting.js';
import { portalPage, type Said } from './portal.page.js';

/** How long the link lets somebody in. */
const HOUR = 3_600;

const show: PageHandler = async (unit, form, id) => {
  const session = await unit.get('billing_portal.session', id);
  if (unit.at > session.created + HOUR) return over(session);
  await applySetup(unit, session);
  return portalPage(await accountOf(unit, session), form, {});
};

const act: PageHandler = async (unit, form, id) => {
  const session = await unit.get('billing_portal.session', id);
  if (unit.at > session.created + HOUR) return over(session);
  const outcome = await acted(unit, await accountOf(unit, session), form);
  if ('confirm' in outcome) return `${unit.store.place.pages}/sandbox/confirm/${outcome.confirm}`;
  return portalPage(await accountOf(unit, session), form, outcome);
};

async function acted(unit: Unit, account: CustomerAccount, form: Params): Promise<Outcome | Said> {
  switch (form.text('act')) {
    case 'card': {
      const { card, faults } = readCard(form, new Date(unit.at * 1000));
      if (!account.features.payment_method_update.enabled) return { error: 'The card cannot be changed here.' };
      return card ? changeCard(unit, account, card) : { error: 'Look at what is marked below.', faults };
    }
    case 'cancel':
      return cancel(unit, account, form.text('id') ?? '');
    case 'keep':
      return keep(unit, account, form.text('id') ?? '');
    case 'pay':
      return settle(unit, account, form.text('id') ?? '');
    default:
      return { error: 'Nothing was chosen.' };
  }
}

function over({ return_url: back }: PortalSession): Response {
  const body = html`<section>
    <h1>This link has expired</h1>
    <p>It lets you in for an hour. Ask for a new one where you found it.</p>
    ${back === null ? '' : html`<p><a href="${back}">Back</a></p>`}
  </section>`;
  return page('Expired', body, 410);
}

export const portalPages: readonly PageRoute[] = [
  { method: 'GET', path: '/sandbox/portal/{id}', handle: show },
  { method: 'POST', path: '/sandbox/portal/{id}', handle: act },
];
