import { getMetadataStorage } from 'class-validator';
import { RULES } from '../../src/platform/http/broken-rules.js';
import { expectKept } from './kept.js';
import { adviceOn } from './problem-advice.js';
import { catalogueOf, problemsIn, sharedCodes } from './problem-catalogue.js';
import { filesOf } from './source.js';

interface Rule {
  readonly name?: string;
  readonly type: string;
}

/** These bring code and words along. */
const OF_OUR_OWN = ['isAmount', 'isCurrency', 'isMetadata', 'isEvidence'];
/** These refuse nothing. */
const LENIENT = ['isOptional', 'conditionalValidation'];

const problems = problemsIn(
  filesOf(['src']).filter(
    ({ path }) => !path.endsWith('.spec.ts') && !path.startsWith('src/integrations/stripe/sandbox/'),
  ),
);

describe('the catalogue of problems', () => {
  it('lists every refusal the source can give', () => {
    expect(problems.length).toBeGreaterThan(40);
    expectKept('docs/problems.md', catalogueOf(problems));
  });

  it('has one refusal for one code, so that a client can tell them apart', () => {
    expect(sharedCodes(problems)).toEqual([]);
  });

  it('has a code and words of ours for every rule that holds of a member', async () => {
    await import('../../src/app.js');
    const storage = getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, Rule[]> };
    const rules = [...storage.validationMetadatas.values()].flat().map(({ name, type }) => name ?? type);
    const unsaid = new Set(rules).difference(new Set([...Object.keys(RULES), ...OF_OUR_OWN, ...LENIENT]));
    expect([...unsaid]).toEqual([]);
    expect(rules.length).toBeGreaterThan(100);

    const listed = new Set(problems.map(({ code }) => code));
    const codes = Object.values(RULES).map((say) => say('amount', ['usd']).code);
    expect(codes.filter((code) => !listed.has(code))).toEqual([]);
  });

  it('would notice a refusal that was never listed, its status by its kind and its facts', () => {
    const text = `
      abstract class Door extends DomainError { readonly kind = 'unavailable'; }
      export class SeatTaken extends DomainError {
        readonly kind = 'conflict';
        readonly code = 'theatre/seat-taken';
        constructor(seat: string) { super('This seat is taken.', { seat }); }
      }
      export class DoorsShut extends Door {
        readonly code = 'theatre/doors-shut';
        constructor(until: Date) { super(\`Shut until \${until}.\`, { opens_at: until }); }
      }
      const fault = { code: 'theatre/no-seat', detail: 'A seat is a letter and a number.' };`;

    expect(problemsIn([{ path: 'src/modules/theatre/theatre.errors.ts', text }])).toEqual([
      {
        ...{ code: 'theatre/doors-shut', title: 'Doors shut', kind: 'unavailable', status: 503 },
        ...{ says: 'Shut until ….', facts: ['`opens_at`'] },
      },
      {
        ...{ code: 'theatre/no-seat', title: 'Invalid request', kind: 'invalid', status: 422 },
        ...{ says: 'A seat is a letter and a number.', facts: [] },
      },
      {
        ...{ code: 'theatre/seat-taken', title: 'Seat taken', kind: 'conflict', status: 409 },
        ...{ says: 'This seat is taken.', facts: ['`seat`'] },
      },
    ]);
  });

  it.each([
    { code: 'billing/card-declined', kind: 'declined', status: 402, retry: 'no' },
    { code: 'provider/unavailable', kind: 'unavailable', status: 503, retry: 'same key' },
    { code: 'limits/quota-exceeded', kind: 'invalid', status: 429, retry: 'same key' },
    { code: 'idempotency/in-progress', kind: 'conflict', status: 409, retry: 'same key' },
    { code: 'idempotency/key-reused', kind: 'invalid', status: 422, retry: 'no' },
  ] as const)('says whether to send it again: $code is $retry', ({ retry, ...problem }) => {
    expect(adviceOn(problem).retry).toBe(retry);
  });
});
