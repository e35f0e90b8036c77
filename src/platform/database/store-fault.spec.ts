import { isCrossed, isStoreGone, isStoreShort } from './store-fault.js';

const coded = (code: string) => Object.assign(new Error('no'), { code });

describe('what a store refuses', () => {
  it.each(['57P01', '57P02', '57P03', '08006', '25P03', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN'])(
    '%s: the store is gone',
    (code) => expect(isStoreGone(coded(code))).toBe(true),
  );

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect', 'Query read timeout'])(
    '"%s" has no code, and the store is gone',
    (words) => expect(isStoreGone(new Error('wrapped', { cause: new Error(words) }))).toBe(true),
  );

  it.each(['53100', '53200', '53300', '55P03', '57014', '25006'])('%s: it has too little of something', (code) =>
    expect([isStoreShort(new Error('wrapped', { cause: coded(code) })), isStoreGone(coded(code))]).toEqual([
      true,
      false,
    ]),
  );

  it.each(['40001', '40P01'])('%s: two transactions crossed', (code) => expect(isCrossed(coded(code))).toBe(true));

  it.each([coded('23505'), coded('42P01'), new Error('Connection of two customers'), undefined])(
    'anything else is nobody’s absence',
    (error) => expect([isStoreGone(error), isStoreShort(error), isCrossed(error)]).toEqual([false, false, false]),
  );
});
