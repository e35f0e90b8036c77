import { page, html } from '../pages/html.js';
import { readCard } from '../pages/card-form.js';
import type { PageHandler, PageRoute } from '../pages/pages.js';
import type { Params } from '../params.js';
import type { Unit } from '../unit.js';
import type { CheckoutSession } from '../wire.js';
import { checkoutPage, type Faults } from './checkout.page.js';
import { orderOf } from './order.js';
import { payWith } from './paying.js';

const show: PageHandler = async (unit, form, id) => {
  const session = await unit.get('checkout.session', id);
  if (session.status === 'complete') return successOf(session);
  if (session.status !== 'open') return expired(session);
  return draw(unit, session, form, {});
};

const submit: PageHandler = async (unit, form, id) => {
  const session = await unit.get('checkout.session', id);
  if (session.status === 'complete') return successOf(session);
  if (session.status !== 'open') return expired(session);
  const read = readCard(form, new Date(unit.at * 1000));
  const code = await codeOf(unit, form);
  const faults: Faults = {
    ...read.faults,
    ...(code === 'unknown' ? { code: 'This code cannot be used here.' } : {}),
    ...(await buyerFaults(unit, session, form)),
  };
  if (!read.card || Object.keys(faults).length > 0) return draw(unit, session, form, faults);
  const returnUrl = `${unit.store.place.pages}/sandbox/checkout/${id}`;
  const paid = await payWith(unit, session, { card: read.card, promotionCode: code, returnUrl });
  if ('refused' in paid) return draw(unit, session, form, { payment: paid.refused });
  return 'confirm' in paid ? `${unit.store.place.pages}/sandbox/confirm/${paid.confirm}` : successOf(session);
};

async function draw(unit: Unit, session: CheckoutSession, form: Params, faults: Faults): Promise<Response> {
  const { lines } = await orderOf(unit, session.id);
  return checkoutPage({ session, lines, form, faults, email: await emailOf(unit, session) });
}

/** Keeps what the buyer says of themselves. */
async function buyerFaults(unit: Unit, session: CheckoutSession, form: Params): Promise<Faults> {
  const order = await orderOf(unit, session.id);
  const email = (await emailOf(unit, session)) ?? form.text('email') ?? '';
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) return { email: 'Give an address like ada@example.com.' };
  order.buyer = { email, name: form.text('name') ?? null };
  return {};
}

async function emailOf(unit: Unit, session: CheckoutSession): Promise<string | null> {
  const customer = await unit.maybe('customer', session.customer);
  return customer?.email ?? session.customer_email;
}

async function codeOf(unit: Unit, form: Params): Promise<string | undefined> {
  const typed = form.text('code');
  if (typed === undefined) return undefined;
  const found = await unit.find('promotion_code', 'peer', typed.toLowerCase());
  return found.find(({ active }) => active)?.id ?? 'unknown';
}

function successOf({ id, success_url: url }: CheckoutSession): string {
  return (url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', id);
}

function expired({ cancel_url: back }: CheckoutSession): Response {
  const body = html`<section>
    <h1>This page has expired</h1>
    <p>Nothing was charged.</p>
    ${back === null ? '' : html`<p><a href="${back}">Back to the shop</a></p>`}
  </section>`;
  return page('Expired', body, 410);
}

export const checkoutPages: readonly PageRoute[] = [
  { method: 'GET', path: '/sandbox/checkout/{id}', handle: show },
  { method: 'POST', path: '/sandbox/checkout/{id}', handle: submit },
];
