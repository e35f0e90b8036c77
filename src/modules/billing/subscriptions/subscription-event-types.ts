import {
  aCurrency,
  aFlag,
  anId,
  anInstant,
  anObject,
  aText,
  aWhole,
  listOf,
  oneOf,
  orNull,
} from '../../../platform/events/event-schema.js';
import { eventType } from '../../../platform/events/event-types.js';
import type {
  SubscriptionEnded,
  SubscriptionPastDue,
  SubscriptionPaused,
  SubscriptionRecovered,
  SubscriptionResumed,
  SubscriptionStarted,
  SubscriptionTrialEnding,
  SubscriptionTrialStarted,
  SubscriptionVersioned,
} from '../billing.events.js';

const subscriptionId = '0199a8a0-0000-7000-8000-000000000034';
const customerId = '0199a8a0-0000-7000-8000-000000000021';

const item = anObject({
  itemKey: aText,
  priceId: aText,
  planId: aText,
  planName: aText,
  interval: oneOf('day', 'week', 'month', 'year'),
  intervalCount: aWhole,
  quantity: aWhole,
  metered: aFlag,
  arrMinor: aWhole,
});

const version = anObject({
  seq: aWhole,
  startsAt: anInstant,
  status: aText,
  currency: aCurrency,
  items: listOf(item),
  cancelAt: orNull(anInstant),
  pause: orNull(aText),
  trialEndsAt: orNull(anInstant),
  endReason: orNull(aText),
  endFeedback: orNull(aText),
  inboxEvent: orNull(aText),
  providerEvent: orNull(aText),
});

const versioned = eventType<SubscriptionVersioned>('billing.subscription.versioned', {
  meaning: 'The history of a subscription changed: all versions now in force, oldest first.',
  data: { subscriptionId: anId, providerId: aText, customerId: anId, livemode: aFlag, versions: listOf(version) },
  example: {
    subscriptionId,
    providerId: 'sub_1',
    customerId,
    livemode: false,
    versions: [
      {
        seq: 1,
        startsAt: '2026-03-01T00:00:04.000Z',
        status: 'active',
        currency: 'usd',
        items: [
          {
            itemKey: 'si_1',
            priceId: 'price_1',
            planId: 'prod_1',
            planName: 'Professional',
            interval: 'month',
            intervalCount: 1,
            quantity: 1,
            metered: false,
            arrMinor: 116_400,
          },
        ],
        cancelAt: null,
        pause: null,
        trialEndsAt: null,
        endReason: null,
        endFeedback: null,
        inboxEvent: '0199a8a0-0000-7000-8000-000000000001',
        providerEvent: 'evt_1',
      },
    ],
  },
});

const turn = { subscriptionId: anId, customerId: anId, status: aText, reason: orNull(aText) };
const inForce = { subscriptionId, customerId, status: 'active', reason: null };

export const subscriptionEventTypes = [
  versioned,
  eventType<SubscriptionStarted>('billing.subscription.started', {
    meaning: 'A subscription is in force, or its trial became one.',
    data: turn,
    example: inForce,
  }),
  eventType<SubscriptionTrialStarted>('billing.subscription.trial-started', {
    meaning: 'A trial began.',
    data: turn,
    example: { ...inForce, status: 'trialing' },
  }),
  eventType<SubscriptionTrialEnding>('billing.subscription.trial-ending', {
    meaning: 'A trial ends in three days, or less if it is shorter.',
    data: { ...turn, trialEndsAt: orNull(anInstant) },
    example: { ...inForce, status: 'trialing', trialEndsAt: '2026-03-15T00:00:00.000Z' },
  }),
  eventType<SubscriptionPaused>('billing.subscription.paused', {
    meaning: 'Collection, or the service itself, is paused.',
    data: turn,
    example: { ...inForce, status: 'paused' },
  }),
  eventType<SubscriptionResumed>('billing.subscription.resumed', {
    meaning: 'A pause is over.',
    data: turn,
    example: inForce,
  }),
  eventType<SubscriptionPastDue>('billing.subscription.past-due', {
    meaning: 'A renewal could not be collected; collecting goes on.',
    data: turn,
    example: { ...inForce, status: 'past_due' },
  }),
  eventType<SubscriptionRecovered>('billing.subscription.recovered', {
    meaning: 'What was past due is paid.',
    data: turn,
    example: inForce,
  }),
  eventType<SubscriptionEnded>('billing.subscription.ended', {
    meaning: 'A subscription is over for good.',
    data: turn,
    example: { ...inForce, status: 'canceled', reason: 'cancellation_requested' },
  }),
];
