import { NotAQuery, readQuery } from './query.js';

it.each([
  [`email:"ada@example.com"`, [{ field: 'email', sign: ':', value: 'ada@example.com', not: false }]],
  [`amount>=1000`, [{ field: 'amount', sign: '>=', value: 1000, not: false }]],
  [`-currency:'usd'`, undefined],
  [`-metadata["plan"]:null`, [{ field: 'metadata', key: 'plan', sign: ':', value: null, not: true }]],
  [`name~"O \\"X\\""`, [{ field: 'name', sign: '~', value: 'O "X"', not: false }]],
  [
    `payment_method_details.card.last4:"4242"`,
    [{ field: 'payment_method_details.card.last4', sign: ':', value: '4242', not: false }],
  ],
])('reads %s', (text, clauses) => {
  if (clauses) expect(readQuery(text)).toEqual({ clauses, joined: 'and' });
  else expect(() => readQuery(text)).toThrow(NotAQuery);
});

it('joins by AND, by OR, or by nothing, which is AND', () => {
  expect(readQuery('total>1 AND total<9')).toMatchObject({ joined: 'and', clauses: [{ value: 1 }, { value: 9 }] });
  expect(readQuery('status:"open" or status:"paid"')).toMatchObject({ joined: 'or' });
  expect(readQuery('total>1 total<9')).toMatchObject({ joined: 'and', clauses: [{}, {}] });
});

it.each(['', 'total>1 AND', 'a:"1" AND b:"2" OR c:"3"', 'email', 'total>1 '.repeat(11)])('refuses "%s"', (text) => {
  expect(() => readQuery(text)).toThrow(NotAQuery);
});
