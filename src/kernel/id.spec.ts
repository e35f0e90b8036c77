import fc from 'fast-check';
import { derivedId, instantOf, isId, newId } from './id.js';

const AT = new Date('2026-11-21T10:00:00.123Z');
const instant = fc.date({ min: new Date(0), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true });

describe('an id', () => {
  it('is a UUID of version 7 that carries its instant', () => {
    const id = newId(AT);

    expect(isId(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect('89ab').toContain(id[19]);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(AT.getTime());
  });

  it('is new each time', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newId(AT))).size).toBe(1000);
  });

  it('sorts by the instant it was made at', () => {
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        fc.pre(one < other);
        expect(newId(one) < newId(other)).toBe(true);
        expect(derivedId(one, 'same') < derivedId(other, 'same')).toBe(true);
      }),
    );
  });

  it('made of a time before 1970 sorts first instead of failing', () => {
    expect(newId(new Date(-5)).startsWith('00000000-0000-7')).toBe(true);
  });

  it.each(['', '42', 'sub_1', '00000000-0000-0000-0000-000000000000', `${newId(AT)} `, newId(AT).replaceAll('-', '')])(
    'is not %p',
    (text) => {
      expect(isId(text)).toBe(false);
    },
  );
});

describe('a derived id', () => {
  it('is the same for the same instant and name, in every process and on every day', () => {
    expect(derivedId(AT, 'stripe:in_1')).toBe(derivedId(new Date(AT), 'stripe:in_1'));
    expect(derivedId(AT, 'stripe:in_1')).toBe('01a1fd8c-697b-7cac-8cbf-2a4b8f79ce4b');
  });

  it('says the instant it was made for', () => {
    expect(instantOf(derivedId(AT, 'stripe:in_1'))).toEqual(AT);
  });

  it('differs by name and by instant, and is a valid id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), instant, (one, other, at) => {
        expect(isId(derivedId(at, one))).toBe(true);
        expect(derivedId(at, one) === derivedId(at, other)).toBe(one === other);
      }),
    );
  });
});
