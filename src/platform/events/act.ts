import { AsyncLocalStorage } from 'node:async_hooks';

/** Why something is being done: carried from the door to every event and journal it leads to. */
export interface Act {
  /** One id for the whole story, from the first request or provider event on. */
  readonly correlationId: string;
  /** The inbox row or domain event that led here. */
  readonly cause?: string;
  /** `key:<id>`, `admin:<id>`, `provider:stripe`, `engine`. */
  readonly actor: string;
}

const current = new AsyncLocalStorage<Act>();

export function acting<T>(act: Act, work: () => T): T {
  return current.run(act, work);
}

export function currentAct(): Act | undefined {
  return current.getStore();
}
