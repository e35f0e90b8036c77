import { before } from './before.js';

describe('before', () => {
  it.each([
    { what: 'merges objects', object: { a: { x: 1, y: 2 } }, previous: { a: { x: 0 } }, was: { a: { x: 0, y: 2 } } },
    { what: 'replaces arrays whole', object: { a: [1, 2] }, previous: { a: [1] }, was: { a: [1] } },
    { what: 'replaces by null', object: { a: { x: 1 } }, previous: { a: null }, was: { a: null } },
    { what: 'replaces null', object: { a: null }, previous: { a: { x: 1 } }, was: { a: { x: 1 } } },
    { what: 'leaves the rest', object: { a: 1, b: 2 }, previous: { a: 0 }, was: { a: 0, b: 2 } },
  ])('$what', ({ object, previous, was }) => {
    expect(before(object, previous)).toEqual(was);
  });

  it('takes a member called __proto__ for a member', () => {
    const object = JSON.parse('{"a": 1}') as Record<string, unknown>;
    const was = before(object, JSON.parse('{"__proto__": {"admin": true}}') as Record<string, unknown>);

    expect((was as { admin?: boolean }).admin).toBeUndefined();
  });
});
