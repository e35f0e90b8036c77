import { list } from '../lists.js';
import { get, type Handler, type Route } from '../routes.js';
import type { Unit } from '../unit.js';
import type { EarlyFraudWarning } from '../wire.js';

/** The card's bank takes a charge for fraud and says so before anybody disputes it. */
export async function warnOfFraud(unit: Unit, chargeId: string): Promise<void> {
  const charge = await unit.get('charge', chargeId);
  const warning: EarlyFraudWarning = {
    id: unit.id('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: unit.at,
    fraud_type: 'unauthorized_use_of_card',
    livemode: false,
  };
  if (charge.payment_intent !== null) warning.payment_intent = charge.payment_intent;
  unit.add(warning, 'radar.early_fraud_warning.created');
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('radar.early_fraud_warning', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'radar.early_fraud_warning',
    url: '/v1/radar/early_fraud_warnings',
    filters: { charge: 'parent', payment_intent: 'peer' },
  });

export const earlyFraudWarnings: readonly Route[] = [
  get('/v1/radar/early_fraud_warnings', all),
  get('/v1/radar/early_fraud_warnings/{id}', retrieve),
];
