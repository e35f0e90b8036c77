import { mark } from '../ids.js';
import type { Unit } from '../unit.js';
import type { Account } from '../wire.js';

/** What a payee must still tell before money can reach them. */
const OUTSTANDING = ['external_account', 'individual.dob.day', 'individual.id_number', 'tos_acceptance.date'];

export function newAccount(unit: Unit, country: string, type: 'express' | 'standard'): Account {
  return {
    ...blank(unit, country),
    ...(type === 'express' ? {} : { controller: { is_controller: true, type: 'application' }, type }),
  };
}

function blank(unit: Unit, country: string): Account {
  return {
    id: unit.id('acct'),
    object: 'account',
    business_type: null,
    capabilities: {},
    charges_enabled: false,
    controller: {
      fees: { payer: 'application_express' },
      is_controller: true,
      losses: { payments: 'application' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'express' },
      type: 'application',
    },
    country,
    created: unit.at,
    default_currency: 'usd',
    details_submitted: false,
    email: null,
    metadata: {},
    payouts_enabled: false,
    requirements: requirements(OUTSTANDING, 'requirements.past_due'),
    type: 'express',
  };
}

/** The account whose key is used: the shop itself. */
export function ownAccount(): Account {
  return {
    id: `acct_1${mark('account')}`,
    object: 'account',
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    country: 'US',
    default_currency: 'usd',
    details_submitted: true,
    email: null,
    metadata: {},
    payouts_enabled: true,
    type: 'standard',
  };
}

/** The payee has told all there is to tell: what was asked for is active, money can reach them. */
export function onboard(account: Account): void {
  account.details_submitted = true;
  account.payouts_enabled = true;
  account.requirements = requirements([], null);
  for (const name of asked(account)) if (account.capabilities) account.capabilities[name] = 'active';
  account.charges_enabled = account.capabilities?.card_payments === 'active';
}

/** They have told all, and Stripe does not believe it: nothing is active until they show a document. */
export function doubt(account: Account): void {
  account.details_submitted = true;
  account.payouts_enabled = false;
  account.charges_enabled = false;
  account.requirements = requirements(['individual.verification.document'], 'requirements.past_due');
  for (const name of asked(account)) if (account.capabilities) account.capabilities[name] = 'inactive';
}

export const CAPABILITIES = ['card_payments', 'transfers'] as const;

function asked(account: Account): (typeof CAPABILITIES)[number][] {
  return CAPABILITIES.filter((name) => account.capabilities?.[name] !== undefined);
}

function requirements(
  due: string[],
  disabled: NonNullable<Account['requirements']>['disabled_reason'],
): NonNullable<Account['requirements']> {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: due,
    disabled_reason: disabled,
    errors: [],
    eventually_due: due,
    past_due: due,
    pending_verification: [],
  };
}
