import { Stripe } from 'stripe';
import { normalise } from './normalise.js';

it('makes one of the two forms a decimal comes in', () => {
  const wire = {
    object: 'price',
    unit_amount_decimal: '0.2',
    tiers: [{ flat_amount_decimal: null, unit_amount_decimal: '12' }],
  };
  const sdk = {
    ...wire,
    unit_amount_decimal: Stripe.Decimal.from('0.2'),
    tiers: [{ flat_amount_decimal: null, unit_amount_decimal: Stripe.Decimal.from('12') }],
    lastResponse: { statusCode: 200 },
  };

  expect(normalise(sdk)).toEqual(wire);
  expect(normalise(wire)).toEqual(wire);
});
