import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { minutes } from '../../src/kernel/clock.js';
import { step, type Step } from './commands.js';
import type { FoldFault } from './world.js';

const always = (): boolean => true;
const times = fc.integer({ min: 1, max: 6 });
const seed = fc.nat({ max: 999 }).map(String);

const DELIVERIES = [
  ...([
    'duplicate',
    'drop',
    'delay',
    'receiver_down',
    'receiver_slow',
    'bad_signature',
    'second_body',
    'burst',
  ] as const),
];

/** The way of an event: what is to befall the next ones. */
const delivery = fc.tuple(fc.constantFrom(...DELIVERIES), times, seed).map(([fault, count, chance]) =>
  step(`Deliveries ${fault} ${count}`, always, async (_, { app }) => {
    app.sandbox.faults.order(fault, { times: count, chance: 0.7, seed: chance, seconds: 90 });
  }),
);

const reorder = fc.tuple(fc.integer({ min: 2, max: 8 }), seed).map(([window, chance]) =>
  step(`Reorder ${window}`, always, async (_, { app }) => {
    app.sandbox.faults.order('reorder', { times: 3, window, seed: chance });
  }),
);

const CALLS = [
  ...(['rate_limit', 'lock_timeout', 'error_before', 'error_after', 'unavailable'] as const),
  ...(['timeout_before', 'timeout_after', 'cut_before', 'cut_after'] as const),
];

/** The provider fails our next calls, before it has done what was asked or after. */
const call = fc.tuple(fc.constantFrom(...CALLS), fc.integer({ min: 1, max: 3 })).map(([fault, count]) =>
  step(`ProviderFault ${fault} ${count}`, always, async (_, { app }) => {
    const only = ['payment_intents', 'refunds', 'subscriptions*', 'customers', 'disputes*'].map(
      (path) => `POST /v1/${path}`,
    );
    app.sandbox.faults.order(fault, { times: count, only });
  }),
);

/** Folds do their work and are cut off before they commit. */
const folds = fc
  .array(fc.constantFrom<FoldFault>('crossed', 'crossed', 'defect'), { minLength: 1, maxLength: 3 })
  .map((kinds) => step(`BreakFolds ${kinds.join(' ')}`, always, async (_, world) => world.breakFolds(...kinds)));

const settle = fc.constant(step('Settle', always, async (_, { app }) => app.settle()));

/** The provider's events are listed and those that never came put in: what comes late after all changes nothing. */
const backfill = fc.constant(
  step('Backfill', always, async (_, world) => {
    const { status } = await world.ask('POST', '/sync', {}, randomUUID());
    if (status !== 202) throw new Error(`The comparison was not taken: ${status}.`);
    await world.app.settle();
  }),
);

const wait = fc
  .integer({ min: 1, max: 12 })
  .map((count) => step(`Wait ${count}min`, always, async (_, world) => world.pass(minutes(count))));

export const faults: readonly fc.Arbitrary<Step>[] = [
  delivery,
  delivery,
  reorder,
  call,
  call,
  folds,
  backfill,
  settle,
  wait,
];
