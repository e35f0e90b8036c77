import * as fc from 'fast-check';
import { reductions, type Reduction } from './coupons/discounting.js';
import { sumsOf, type Charged, type InvoiceSums } from './invoice-sums.js';
import { taxesOn, type Rate } from './tax/taxing.js';

const line = (amount: number, more: Partial<Charged> = {}): Charged => ({
  amount,
  discountable: true,
  product: 'prod_a',
  own: [],
  rates: [],
  ...more,
});
const percent = (percentOff: number, id = `di_${percentOff}`): Reduction => ({
  id,
  percentOff,
  amountOff: null,
  products: null,
});
const off = (amountOff: number, products: string[] | null = null): Reduction => ({
  id: `di_off_${amountOff}`,
  percentOff: null,
  amountOff,
  products,
});
const vat: Rate = { id: 'txr_vat', percentage: 20, inclusive: false };
const held: Rate = { id: 'txr_held', percentage: 19, inclusive: true };

describe('reductions', () => {
  it('take one after another, each from what is left', () => {
    expect(reductions([line(10_000)], [percent(50), percent(20)])).toEqual([
      [
        { discount: 'di_50', amount: 5000 },
        { discount: 'di_20', amount: 1000 },
      ],
    ]);
  });

  it('spread an amount over the lines without losing a cent, and not beyond them', () => {
    const amounts = (cents: number): number[] =>
      reductions([line(100), line(100), line(100)], [off(cents)]).map(([one]) => one?.amount ?? 0);
    expect(amounts(100)).toEqual([34, 33, 33]);
    expect(amounts(5000)).toEqual([100, 100, 100]);
  });

  it('leave other products, credits and lines that are not discountable alone', () => {
    const lines = [line(500, { product: 'prod_b' }), line(-500), line(500, { discountable: false }), line(500)];
    expect(reductions(lines, [off(700, ['prod_a'])])).toEqual([[], [], [], [{ discount: 'di_off_700', amount: 500 }]]);
  });
});

describe('taxesOn', () => {
  it('come on top, or are held in the amount', () => {
    expect(taxesOn(9900, [vat])).toEqual([{ rate: 'txr_vat', inclusive: false, amount: 1980, taxable: 9900 }]);
    expect(taxesOn(11_900, [held])).toEqual([{ rate: 'txr_held', inclusive: true, amount: 1900, taxable: 10_000 }]);
  });

  it('are given back to the cent by the credit of the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 30_000 }), (amount, thousandths) => {
        const rates = [{ ...vat, percentage: thousandths / 1000 }, held];
        const [there, back] = [taxesOn(amount, rates), taxesOn(-amount, rates)];
        expect(back.map((tax) => tax.amount + 0)).toEqual(there.map((tax) => 0 - tax.amount));
      }),
    );
  });
});

describe('sumsOf', () => {
  it('takes the discount off before the tax comes on', () => {
    const sums = sumsOf([line(9900, { rates: [vat] })], [percent(25)]);
    expect(sums).toMatchObject({ subtotal: 9900, total: 7425 + 1485, totalWithoutTax: 7425 });
  });

  it('counts the own discounts of a line into the subtotal', () => {
    const sums = sumsOf([line(1900, { own: [percent(50)] })], []);
    expect(sums).toMatchObject({ subtotal: 950, total: 950, discounts: [{ discount: 'di_50', amount: 950 }] });
  });

  const charged = fc.record({
    amount: fc.integer({ min: -1e6, max: 1e6 }),
    discountable: fc.boolean(),
    product: fc.constantFrom('prod_a', 'prod_b', null),
    own: fc.constantFrom([], [percent(33.3, 'di_own')]),
    rates: fc.constantFrom<Rate[][]>([], [vat], [held], [vat, held]),
  });
  const whole = fc.constantFrom([], [percent(10)], [off(777)], [off(777, ['prod_b']), percent(12.5)], [percent(100)]);

  const sum = (parts: readonly { amount: number }[]): number => parts.reduce((all, { amount }) => all + amount, 0);
  const balances = (lines: readonly Charged[], sums: InvoiceSums): boolean => {
    const onTop = sums.taxes.filter(({ inclusive }) => !inclusive);
    return (
      sums.total === sum(lines) - sum(sums.discounts) + sum(onTop) &&
      sums.totalWithoutTax === sums.total - sum(sums.taxes) &&
      sums.lines.every(({ discounts }, index) => sum(discounts) <= Math.max(0, lines[index]?.amount ?? 0))
    );
  };
  const invoices = fc.tuple(fc.array(charged, { maxLength: 6 }), whole);

  it('total is lines less discounts and with taxes, whatever they are', () => {
    fc.assert(fc.property(invoices, ([lines, reduced]) => balances(lines, sumsOf(lines, reduced))));
  });

  it('would not be, were the discounts of one line forgotten', () => {
    const forgetful = fc.property(invoices, ([lines, reduced]) => {
      const sums = sumsOf(lines, reduced);
      return balances(lines, { ...sums, discounts: sums.discounts.slice(1) });
    });
    expect(fc.check(forgetful).failed).toBe(true);
  });
});
