import { post, type Handler, type Route } from '../routes.js';
import { unimplemented } from '../sandbox.errors.js';
import { defaultConfiguration } from './configurations.js';

const create: Handler = async (unit, params) => {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const chosen = params.text('configuration');
  const configuration =
    chosen === undefined
      ? await defaultConfiguration(unit)
      : await unit.get('billing_portal.configuration', chosen, 'configuration');
  if (params.has('flow_data')) throw unimplemented('flows of the portal');
  params.ignore('locale');
  const id = unit.id('bps');
  return unit.add(
    {
      id,
      object: 'billing_portal.session' as const,
      configuration: configuration.id,
      created: unit.at,
      customer: customer.id,
      customer_account: null,
      flow: null,
      livemode: false,
      locale: null,
      on_behalf_of: null,
      return_url: params.text('return_url') ?? configuration.default_return_url,
      url: `${unit.store.place.pages}/sandbox/portal/${id}`,
    },
    'billing_portal.session.created',
  );
};

export const portalSessions: readonly Route[] = [post('/v1/billing_portal/sessions', create)];
