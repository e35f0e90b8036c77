import type { Window } from './finding.js';

/** A list's filter on when its objects were made, in the provider's seconds. */
export function createdIn({ from, until }: Window): { limit: number; created: { gte: number; lt: number } } {
  const second = (at: Date): number => Math.floor(at.getTime() / 1000);
  return { limit: 100, created: { gte: Math.max(0, second(from)), lt: second(until) } };
}

/** What a list gives one by one, a hundred at a time. */
export async function* inPages<T>(list: AsyncIterable<T>, size = 100): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const one of list) {
    page.push(one);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
