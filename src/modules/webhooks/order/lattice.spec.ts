import fc from 'fast-check';
import { either, furthest, furthestThenLatest, joined, largest, settled, type Dated } from './lattice.js';

type Invoice = 'draft' | 'open' | 'uncollectible' | 'paid' | 'void';
const SEED = Number(process.hrtime.bigint() % 1_000_000n);
const invoice = furthest<Invoice>(['draft'], ['open'], ['uncollectible'], ['paid', 'void']);
const intent = furthestThenLatest<string>(['requires_action', 'processing'], ['succeeded', 'canceled']);
const seen = (value: string, second: number, id = 'evt'): Dated<string> => ({ at: new Date(second * 1000), id, value });

beforeAll(() => process.stdout.write(`lattice seed ${SEED}\n`));

describe('a join', () => {
  it('keeps the state furthest along, whatever is said later', () => {
    expect(joined(invoice, ['open', 'paid', 'draft', 'open'])).toBe('paid');
    expect(joined(invoice, ['uncollectible', 'paid'])).toBe('paid');
    expect(joined(invoice, [])).toBeUndefined();
  });

  it('shows an unknown state only while no known one is seen', () => {
    expect(joined(invoice, ['something_new' as Invoice])).toBe('something_new');
    expect(joined(invoice, ['something_new' as Invoice, 'draft'])).toBe('draft');
  });

  it('takes the latest within a level, by second and then by event', () => {
    expect(intent(seen('processing', 2), seen('requires_action', 1)).value).toBe('processing');
    expect(intent(seen('processing', 1, 'b'), seen('requires_action', 1, 'a')).value).toBe('processing');
    expect(intent(seen('succeeded', 1), seen('requires_action', 9)).value).toBe('succeeded');
  });

  it.each([
    ['furthest', invoice, fc.constantFrom<Invoice>('draft', 'open', 'uncollectible', 'paid', 'void')],
    ['largest', largest, fc.nat()],
    ['either', either, fc.boolean()],
    ['settled', settled<string>, fc.option(fc.constantFrom('txn_1', 'txn_2'))],
    [
      'furthest then latest',
      intent,
      fc
        .tuple(fc.constantFrom('requires_action', 'processing', 'succeeded'), fc.nat({ max: 3 }), fc.nat({ max: 9 }))
        // One event shows one value.
        .map(([value, second, id]) => seen(value, second, `${id}_${value}`)),
    ],
  ])('of the kind %s does not depend on order or repetition', (_, join, values) => {
    const merge = join as (a: unknown, b: unknown) => unknown;
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, values, values, (a, b, c) => {
        expect(merge(a, b)).toEqual(merge(b, a));
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
        expect(merge(a, a)).toEqual(a);
      }),
      { numRuns: 1000, seed: SEED },
    );
  });

  it('would notice a join that lets the last one win', () => {
    const lastWins = (_: Invoice, b: Invoice) => b;

    expect(joined(lastWins, ['paid', 'open'])).not.toBe(joined(invoice, ['paid', 'open']));
  });
});
