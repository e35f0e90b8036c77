import { DomainError } from './domain-error.js';

class SeatTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'theatre/seat-taken';

  constructor(seat: string) {
    super('This seat is taken.', { seat });
  }
}

describe('a refusal', () => {
  it('says what it is, why, and what may be shown', () => {
    const refusal = new SeatTaken('B7');

    expect(refusal).toBeInstanceOf(Error);
    expect(refusal.name).toBe('SeatTaken');
    expect(refusal).toMatchObject({
      kind: 'conflict',
      code: 'theatre/seat-taken',
      message: 'This seat is taken.',
      facts: { seat: 'B7' },
    });
  });
});
