import { parameterMissing } from '../sandbox.errors.js';
import { post, type Handler, type Route } from '../routes.js';
import type { Unit } from '../unit.js';

/** How long a link lets somebody in, and only once. */
const MINUTES = 5 * 60;

/** What the address of an onboarding page stands for. Stripe gives links no id of their own. */
export interface KeptLink {
  id: string;
  object: 'sandbox_account_link';
  account: string;
  refresh: string;
  back: string;
  until: number;
}

const create: Handler = async (unit, params) => {
  const account = await unit.get('account', params.required('account'), 'account');
  const type = params.choice('type', ['account_onboarding', 'account_update']);
  if (!type) throw parameterMissing('type');
  const [refresh, back] = [params.required('refresh_url'), params.required('return_url')];
  params.ignore('collect', 'collection_options');
  const until = unit.at + MINUTES;
  const { id } = unit.add<KeptLink>({
    id: unit.id('link'),
    object: 'sandbox_account_link',
    account: account.id,
    refresh,
    back,
    until,
  });
  const url = `${unit.store.place.pages}/sandbox/onboarding/${id}`;
  return { object: 'account_link', created: unit.at, expires_at: until, url };
};

export async function linkOf(unit: Unit, id: string): Promise<KeptLink | undefined> {
  await unit.load([id]);
  const found = unit.peek(id);
  return found?.object === 'sandbox_account_link' ? (found as KeptLink) : undefined;
}

export const accountLinks: readonly Route[] = [post('/v1/account_links', create)];
