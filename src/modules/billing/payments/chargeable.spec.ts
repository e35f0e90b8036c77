import { Money } from '../../../kernel/money.js';
import { mustBeChargeable } from './chargeable.js';
import { AmountNotChargeable } from './payment.errors.js';

describe('mustBeChargeable', () => {
  it.each([
    ['0.50', 'usd'],
    ['1000', 'jpy'],
    ['1.230', 'kwd'],
  ])('lets %s %s pass', (amount, currency) => {
    expect(() => mustBeChargeable(Money.parse(amount, currency))).not.toThrow();
  });

  it.each([
    ['0.10', 'usd'],
    ['49', 'jpy'],
    ['1.234', 'kwd'],
    ['1000000', 'usd'],
  ])('refuses %s %s', (amount, currency) => {
    expect(() => mustBeChargeable(Money.parse(amount, currency))).toThrow(AmountNotChargeable);
  });
});
