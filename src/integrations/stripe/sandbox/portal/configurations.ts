import { list } from '../lists.js';
import { merged } from '../metadata.js';
import { Params } from '../params.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { parameterMissing, unimplemented } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { PortalConfiguration } from '../wire.js';

const create: Handler = async (unit, params) => {
  if (!params.has('features')) throw parameterMissing('features');
  const configuration = blank(unit, false);
  write(configuration, params);
  return unit.add(configuration, 'billing_portal.configuration.created');
};

const update: Handler = async (unit, params, id = '') => {
  const configuration = await unit.get('billing_portal.configuration', id);
  configuration.active = params.flag('active') ?? configuration.active;
  write(configuration, params);
  configuration.updated = unit.at;
  return configuration;
};

function write(configuration: PortalConfiguration, params: Params): void {
  const metadata = params.metadata();
  if (metadata) configuration.metadata = merged(configuration.metadata ?? {}, metadata);
  if (params.has('name')) configuration.name = params.text('name') ?? null;
  if (params.has('default_return_url')) configuration.default_return_url = params.text('default_return_url') ?? null;
  const profile = params.below('business_profile');
  for (const name of ['headline', 'privacy_policy_url', 'terms_of_service_url'] as const) {
    if (profile?.has(name)) configuration.business_profile[name] = profile.text(name) ?? null;
  }
  profile?.done();
  const features = params.below('features');
  if (features) writeFeatures(configuration.features, features);
  features?.done();
}

function writeFeatures(features: PortalConfiguration['features'], params: Params): void {
  for (const name of ['invoice_history', 'payment_method_update'] as const) {
    const given = params.below(name);
    features[name].enabled = given?.flag('enabled') ?? features[name].enabled;
    given?.done();
  }
  const cancel = params.below('subscription_cancel');
  features.subscription_cancel.enabled = cancel?.flag('enabled') ?? features.subscription_cancel.enabled;
  features.subscription_cancel.mode =
    cancel?.choice('mode', ['at_period_end', 'immediately']) ?? features.subscription_cancel.mode;
  cancel?.ignore('cancellation_reason', 'proration_behavior');
  cancel?.done();
  for (const name of ['subscription_update', 'customer_update'] as const) {
    if (params.below(name)?.flag('enabled')) throw unimplemented(`${name} on the portal's page`);
  }
}

/** The configuration of whoever chose none: everything the page has. */
export async function defaultConfiguration(unit: Unit): Promise<PortalConfiguration> {
  const [kept] = await unit.find('billing_portal.configuration', 'peer', 'default');
  return kept ?? unit.add(blank(unit, true), 'billing_portal.configuration.created');
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('billing_portal.configuration', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'billing_portal.configuration',
    url: '/v1/billing_portal/configurations',
    filters: { active: 'status' },
    fields: ['is_default'],
  });

function blank(unit: Unit, isDefault: boolean): PortalConfiguration {
  return {
    id: unit.id('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: unit.at,
    default_return_url: null,
    features: {
      customer_update: { allowed_updates: [], enabled: false },
      invoice_history: { enabled: isDefault },
      payment_method_update: { enabled: isDefault, payment_method_configuration: null },
      subscription_cancel: {
        cancellation_reason: { enabled: false, feedback_options: null, options: [] },
        enabled: isDefault,
        mode: 'at_period_end',
        proration_behavior: 'none',
      },
      subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
      subscription_update: {
        billing_cycle_anchor: null,
        default_allowed_updates: [],
        enabled: false,
        products: null,
        proration_behavior: 'none',
        schedule_at_period_end: { conditions: [] },
        trial_update_behavior: 'end_trial',
      },
    },
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
    updated: unit.at,
  };
}

export const portalConfigurations: readonly Route[] = [
  post('/v1/billing_portal/configurations', create),
  get('/v1/billing_portal/configurations', all),
  get('/v1/billing_portal/configurations/{id}', retrieve),
  post('/v1/billing_portal/configurations/{id}', update),
];
