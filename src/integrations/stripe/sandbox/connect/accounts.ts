import { DEAUTHORIZED } from '../events.js';
import { list } from '../lists.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { del, get, post, type Handler, type Route } from '../routes.js';
import { unimplemented } from '../sandbox.errors.js';
import type { Account } from '../wire.js';
import { CAPABILITIES, newAccount, onboard, ownAccount } from './account.js';

const create: Handler = async (unit, params) => {
  const type = params.choice('type', ['custom', 'express', 'standard']) ?? (params.isOlder ? 'standard' : 'express');
  if (type === 'custom') throw unimplemented(`accounts of type ${type}`);
  const account = newAccount(unit, params.text('country') ?? 'US', type);
  write(account, params);
  return unit.add(account);
};

const update: Handler = async (unit, params, id = '') => {
  const account = await unit.get('account', id);
  write(account, params);
  return account;
};

function write(account: Account, params: Params): void {
  const metadata = params.metadata();
  if (metadata) account.metadata = merged(account.metadata ?? {}, metadata);
  if (params.has('email')) account.email = params.text('email') ?? null;
  account.business_type =
    params.choice('business_type', ['company', 'government_entity', 'individual', 'non_profit']) ??
    account.business_type ??
    null;
  const capabilities = params.below('capabilities');
  if (capabilities) writeCapabilities(account.capabilities ?? {}, capabilities);
  if (account.payouts_enabled) onboard(account);
  params.ignore('business_profile', 'settings', 'individual', 'tos_acceptance', 'default_currency');
}

function writeCapabilities(capabilities: NonNullable<Account['capabilities']>, params: Params): void {
  for (const name of CAPABILITIES) {
    const given = params.below(name);
    const requested = given?.flag('requested');
    given?.done();
    if (requested) capabilities[name] ??= 'inactive';
    if (requested === false) delete capabilities[name];
  }
  params.done();
}

/** Its owner has left: what is theirs is no longer ours to see. */
const remove: Handler = async (unit, _params, id = '') => {
  const account = await unit.get('account', id);
  return unit.remove(account, DEAUTHORIZED);
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('account', id);

const own: Handler = async () => ownAccount();

const all: Handler = async (unit, params) => list(unit, params, { kind: 'account', url: '/v1/accounts' });

export const accounts: readonly Route[] = [
  get('/v1/account', own),
  post('/v1/accounts', create),
  get('/v1/accounts', all),
  get('/v1/accounts/{id}', retrieve),
  post('/v1/accounts/{id}', update),
  del('/v1/accounts/{id}', remove),
];
