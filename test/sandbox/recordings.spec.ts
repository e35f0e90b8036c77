import { aBusiness } from './business.js';
import { recordings } from './recordings.js';
import { Replay, type Replayed } from './replay.js';
import { OTHER_STATUS, OTHER_VALUE, reasonFor } from './unlike.js';

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

    const counts = [replayed.length, fair().length - others.length, others.length, replayed.length - fair().length];
    expect(counts).toEqual([207, expect.any(Number), expect.any(Number), expect.any(Number)]);
    process.stdout.write(
      `recordings: ${counts[1]} answered alike, ${counts[2]} otherwise for a reason, ${counts[3]} about objects never made\n`,
    );
    expect(counts[1]).toBeGreaterThan(110);
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
