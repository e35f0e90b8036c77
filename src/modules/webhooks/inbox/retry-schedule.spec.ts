import { DomainError } from '../../../kernel/domain-error.js';
import { classify, nextTry } from './retry-schedule.js';

class ProviderAway extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'test/away';
}

class Refused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'test/refused';
}

describe('classify', () => {
  it.each([
    { error: Object.assign(new Error(), { code: '40001' }), kind: 'again' },
    { error: Object.assign(new Error(), { code: '40P01' }), kind: 'again' },
    { error: new Error('wrapped', { cause: Object.assign(new Error(), { code: '40P01' }) }), kind: 'again' },
    { error: Object.assign(new Error(), { code: 'ECONNRESET' }), kind: 'lost' },
    { error: Object.assign(new Error(), { code: '57P01' }), kind: 'lost' },
    { error: Object.assign(new Error(), { code: '55P03' }), kind: 'transient' },
    { error: new ProviderAway('away'), kind: 'transient' },
    { error: new Refused('no'), kind: 'defect' },
    { error: new TypeError('x is not a function'), kind: 'defect' },
    { error: Object.assign(new Error(), { code: '23505' }), kind: 'defect' },
  ])('calls $error.name $error.code $kind', ({ error, kind }) => {
    expect(classify(error)).toBe(kind);
  });
});

describe('nextTry', () => {
  it('gives a transient failure eight more tries over a day, then gives up', () => {
    const delays = Array.from({ length: 9 }, (_, index) => nextTry('transient', index + 1, 0.5));

    expect(delays).toEqual([5_000, 30_000, 120_000, 600_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, undefined]);
  });

  it('tries what keeps crossing others as it tries what is transient: others change by themselves', () => {
    expect([1, 8, 9].map((attempts) => nextTry('again', attempts, 0.5))).toEqual([5_000, 43_200_000, undefined]);
  });

  it('tries a defect three times over ten minutes', () => {
    expect([1, 2, 3].map((attempts) => nextTry('defect', attempts, 0.5))).toEqual([60_000, 540_000, undefined]);
  });

  it('spreads the tries by a fifth either way', () => {
    expect([nextTry('transient', 1, 0), nextTry('transient', 1, 0.999_99)]).toEqual([4_000, 6_000]);
  });
});
