import { email, lenient, phone } from './address.js';
import { NotAnAddress } from './customers.errors.js';

describe('an address', () => {
  it.each([
    ['Zoë@EXAMPLE.com ', 'zoë@example.com'],
    ['zoe\u0308@example.com', 'zoë@example.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada+news@example.com', 'ada+news@example.com'],
  ])('%s is known as %s', (given, value) => {
    expect(email(given).value).toBe(value);
  });

  it('keeps tags and dots, and knows itself without them', () => {
    expect(email('A.da+x@example.com')).toMatchObject({ value: 'a.da+x@example.com', alias: 'ada@example.com' });
  });

  it.each(['', 'ada', '@example.com', 'ada@', 'ada@localhost', 'a b@example.com', 'a@b.c,d@e.f'])(
    '%p is none',
    (given) => {
      expect(() => email(given)).toThrow(NotAnAddress);
      expect(lenient(email, given)).toBeUndefined();
    },
  );

  it('reads phone numbers as people write them', () => {
    expect(phone('0049 (170) 123-45 67').value).toBe('+491701234567');
    expect(() => phone('call me')).toThrow(NotAnAddress);
  });
});
