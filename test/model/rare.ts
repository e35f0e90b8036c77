import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { must, step, type Step } from './commands.js';
import { paidBy, pick, present, type Customer, type Model, type Payment } from './model.js';

/** What takes as long as many runs is not done in each. */
const onceIn = (times: number) => fc.nat({ max: times - 1 }).map((n) => n === times - 1);
const small = fc.nat({ max: 7 });
const undecided = (model: Model): Payment[] => paidBy(model, 'disputed').filter((one) => !one.dispute);

/** The bank is answered with what convinces it or does not, or not at all. Too late is too late: the bank has decided. */
const answerDispute = fc.tuple(small, fc.constantFrom('winning', 'losing', 'accepted')).map(([which, how]) =>
  step(
    `AnswerDispute ${which} ${how}`,
    (model) => undecided(model).length > 0,
    async (model, world) => {
      const payment = pick(undecided(model), which);
      const [dispute] = await world.list(`/disputes?payment_id=${payment.id}`);
      // Nothing was heard of it yet.
      if (!dispute) return;
      const path = `/disputes/${String(dispute['id'])}`;
      const evidence = { evidence: { uncategorized_text: `${how}_evidence` } };
      const { status } =
        how === 'accepted'
          ? await world.persist('POST', `${path}/acceptance`, {}, randomUUID())
          : await world
              .persist('PUT', `${path}/evidence`, evidence, randomUUID())
              .then((put) =>
                put.status === 200 ? world.persist('POST', `${path}/submission`, {}, randomUUID()) : put,
              );
      expect([200, 409]).toContain(status);
      const verdict = { id: String(dispute['provider_id']), status: how === 'winning' ? 'won' : 'lost' } as const;
      if (status === 200) payment.dispute = verdict;
    },
  ),
);

/** Whoever owes nothing and is owed nothing. */
const free = (model: Model): Customer[] =>
  present(model, 'good', 'bad').filter((one) => model.subscriptions.every(({ customer }) => customer !== one));

const forget = fc.tuple(small, onceIn(3)).map(([who, isTime]) =>
  step(
    `Erase ${who} ${isTime}`,
    (model) => isTime && free(model).length > 0,
    async (model, world) => {
      const customer = pick(free(model), who);
      const asked = await world.persist('POST', `/customers/${customer.id}/erasure`, { reason: 'asked' }, randomUUID());
      must(asked, 202);
      customer.forgotten = String(asked.body['id']);
      must(await world.approve(customer.forgotten), 202);
    },
  ),
);

/** Another process takes over where this one stopped: it knows what is in the store, and nothing else. */
const restart = onceIn(20).map((isTime) =>
  step(
    `Restart ${isTime}`,
    () => isTime,
    async (_, world) => {
      if (world.canRestart) await world.restart();
    },
  ),
);

/** What does not happen every day. */
export const rare: readonly fc.Arbitrary<Step>[] = [answerDispute, forget, restart];
