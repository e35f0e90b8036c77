import { previousAttributes } from './diff.js';

describe('previousAttributes', () => {
  it.each([
    ['nothing', { a: 1, b: { c: [1] } }, { a: 1, b: { c: [1] } }, {}],
    ['a value', { a: 1, b: 2 }, { a: 1, b: 3 }, { b: 2 }],
    ['a nested value alone', { a: { x: 1, y: 2 } }, { a: { x: 1, y: 3 } }, { a: { y: 2 } }],
    ['an array as a whole', { a: { data: [1, 2] } }, { a: { data: [1] } }, { a: { data: [1, 2] } }],
    ['an object that came', { a: null }, { a: { x: 1 } }, { a: null }],
    ['an object that went', { a: { x: 1 } }, { a: null }, { a: { x: 1 } }],
    ['a key that was not there', { m: {} }, { m: { k: 'v' } }, { m: { k: null } }],
  ])('tells %s', (_, before, after, previous) => {
    expect(previousAttributes(before, after)).toEqual(previous);
  });
});
