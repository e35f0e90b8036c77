import { Account } from './account.js';
import type { TrueFact } from './fact.js';
import { payoutsOf } from './payouts.js';
import type { Story } from './scenario.js';

/** Everything that is to be counted, worked out from the actions alone. Knows neither the engine nor the sandbox. */
export function truth({ actions, repricedAt, until }: Pick<Story, 'actions' | 'repricedAt' | 'until'>): TrueFact[] {
  const accounts = new Map<number, Account>();
  for (const action of actions) {
    if (action.kind === 'sign-up') accounts.set(action.who, new Account(action, repricedAt));
    else accounts.get(action.who)?.live(action);
  }
  for (const account of accounts.values()) account.close(until);
  const all = [...accounts.values()];
  const movements = all.flatMap((account) => account.movements);
  return [...all.flatMap(({ facts }) => facts), ...payoutsOf(movements, until)];
}
