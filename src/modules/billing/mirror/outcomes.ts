import type { Claim, FoldOutcome } from '../../webhooks/index.js';

/** Each claim's outcome: done, but for those that wait for something else to be known first. */
export function doneUnlessWaiting(
  claims: readonly Claim[],
  waiting: ReadonlyMap<string, string>,
): Map<string, FoldOutcome> {
  return new Map(
    claims.map(({ objectKey }) => {
      const on = waiting.get(objectKey);
      return [objectKey, on === undefined ? { kind: 'done', changed: true } : { kind: 'waiting', on }];
    }),
  );
}
