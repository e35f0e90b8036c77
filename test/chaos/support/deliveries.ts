import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './process.js';

/** What a provider saw that sends each event until it is answered 200. */
export interface Delivered {
  /** By answer; 0 where the connection ended without one. */
  readonly answers: ReadonlyMap<number, number>;
  /** Of the refusals, those that did not say when to come again. */
  readonly withoutWord: number;
  /** How long each event was on its way, in milliseconds, from the shortest to the longest. */
  readonly ways: readonly number[];
}

/** The time within which this part of them was there. */
export function within(share: number, ways: readonly number[]): number {
  return ways[Math.min(ways.length - 1, Math.ceil(share * ways.length) - 1)] ?? NaN;
}

/** As providers wait, but sooner: a test has not three days. */
const AGAIN_MILLISECONDS = 150;

/**
 * Delivers all events over so many connections at once, each until it is taken.
 * @param to which process takes the next one: processes come and go
 */
export async function deliverAll(to: () => Engine, events: Iterable<object>, connections = 20): Promise<Delivered> {
  const answers = new Map<number, number>();
  const ways: number[] = [];
  let withoutWord = 0;
  const queue = events[Symbol.iterator]();
  const oneByOne = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const since = performance.now();
      for (;;) {
        const answer = await to().deliver(next.value);
        const status = answer?.status ?? 0;
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (status === 200) break;
        if (answer && answer.retryAfter === undefined) withoutWord += 1;
        await pause(AGAIN_MILLISECONDS);
      }
      ways.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: connections }, oneByOne));
  return { answers, withoutWord, ways: ways.toSorted((one, other) => one - other) };
}
