import { html, nothingHere, page } from '../pages/html.js';
import type { PageHandler, PageRoute } from '../pages/pages.js';
import { doubt, onboard } from './account.js';
import { linkOf } from './account-links.js';

const show: PageHandler = async (unit, _form, id) => {
  const link = await linkOf(unit, id);
  if (!link) return nothingHere();
  if (unit.at > link.until) return link.refresh;
  const account = await unit.get('account', link.account);
  return page(
    'Get paid',
    html`<section>
      <h1>Get paid</h1>
      <p>For <strong>${account.email ?? account.id}</strong></p>
      <p>Here a payee tells who they are and where their money goes. Nothing is asked here: choose how it ends.</p>
      <form method="post" class="actions">
        <button name="ends" value="complete">Give all details</button>
        <button class="plain" name="ends" value="doubted">Give details that are doubted</button>
        <button class="plain" name="ends" value="later">Leave for later</button>
      </form>
    </section>`,
  );
};

const answer: PageHandler = async (unit, form, id) => {
  const link = await linkOf(unit, id);
  if (!link) return nothingHere();
  if (unit.at > link.until) return link.refresh;
  const ends = form.choice('ends', ['complete', 'doubted', 'later']) ?? 'later';
  const account = await unit.get('account', link.account);
  if (ends === 'complete') onboard(account);
  if (ends === 'doubted') doubt(account);
  link.until = unit.at - 1;
  return link.back;
};

export const onboardingPages: readonly PageRoute[] = [
  { method: 'GET', path: '/sandbox/onboarding/{id}', handle: show },
  { method: 'POST', path: '/sandbox/onboarding/{id}', handle: answer },
];
