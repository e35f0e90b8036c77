import { copyOf, given, quoted, refill } from './tables.js';

it('names tables so that no name can be taken for anything else', () => {
  expect(quoted('public', 'a"b')).toBe('"public"."a""b"');
  expect(copyOf('3', 7)).toBe('"stripe_sandbox"."snapshot_3_7"');
});

it('fills a table again without what the database computes itself', () => {
  const columns = given([
    { column: 'id', type: 'uuid', computed: false },
    { column: 'total', type: 'bigint', computed: true },
  ]);
  expect(refill('"a"', '"b"', columns)).toBe('insert into "a" ("id") overriding system value select "id" from "b"');
});
