import { aBusiness } from './business.js';
import { recordings } from './recordings.js';
import { Replay, type Replayed } from './replay.js';
import { LEFT_OUT, OTHER_STATUS, OTHER_VALUE, reasonFor } from './unlike.js';

const known = recordings();
const recorded = known.length > 0 ? describe : describe.skip;

recorded('what the provider really answered (skipped where the recordings are absent)', () => {
  const replayed: Replayed[] = [];

  beforeAll(async () => {
    for (const recording of known) {
      const { sandbox } = await aBusiness();
      replayed.push(...(await new Replay(recording, sandbox).steps()));
    }
  }, 120_000);

  /** Steps whose objects exist here as they did there. */
  const fair = (): Replayed[] => replayed.filter(({ strange }) => !strange);

  it('is asked of the sandbox step by step, and has the same status or a named reason', () => {
    const others = fair().filter(({ status }) => status.ours !== status.theirs);
    const unexplained = others.filter(({ request, recording }) => !reasonFor(OTHER_STATUS, request, recording));
    expect(unexplained.map(({ recording, request, refusal }) => ({ recording, request, refusal }))).toEqual([]);

    const alike = fair().length - others.length;
    expect([alike, others.length, replayed.length]).toEqual([180, 8, 207]);
    process.stdout.write(`recordings: ${alike} answered alike, ${others.length} otherwise for a reason\n`);
  });

  it('leaves out only what it names, with the reason', () => {
    const left = Map.groupBy(
      replayed.filter(({ strange }) => strange),
      ({ recording }) => recording,
    );
    const named = LEFT_OUT.map(({ recording, steps }): [string, string[]] => [recording, steps]);
    expect(
      [...left].map(([recording, steps]): [string, string[]] => [recording, steps.map(({ request }) => request)]),
    ).toEqual(named);
  });

  it('has every value the same, or a named reason', () => {
    const unexplained = fair().flatMap(({ recording, request, differing }) =>
      differing
        .filter(({ path }) => !reasonFor(OTHER_VALUE, path, recording))
        .map(({ path, theirs, ours }) => ({ recording, request, path, theirs, ours })),
    );
    expect(unexplained).toEqual([]);
  });

  it('makes use of every reason: one that explains nothing any more is taken out', () => {
    const told = fair().flatMap(({ recording, request, status, differing }) => [
      ...(status.ours === status.theirs ? [] : [reasonFor(OTHER_STATUS, request, recording)]),
      ...differing.map(({ path }) => reasonFor(OTHER_VALUE, path, recording)),
    ]);
    const used = new Set(told);
    expect([...OTHER_STATUS, ...OTHER_VALUE].map(({ why }) => why).filter((why) => !used.has(why))).toEqual([]);
  });
});
