import { Stripe } from 'stripe';
import { declinedObject, refusalOf } from './stripe-error.js';

const { errors } = Stripe;
const raw = (more: object): Stripe.StripeRawError => ({ message: 'words', ...more });

describe('refusalOf', () => {
  it('says which no a bank said', () => {
    const error = new errors.StripeCardError(
      raw({ type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', statusCode: 402 }),
    );
    expect(refusalOf(error)).toMatchObject({
      kind: 'declined',
      code: 'provider/card-declined',
      facts: { decline_code: 'insufficient_funds' },
    });
  });

  it.each([
    ['nobody answers', new errors.StripeConnectionError(raw({}))],
    ['there are too many calls', new errors.StripeRateLimitError(raw({ statusCode: 429 }))],
    ['Stripe is ill', new errors.StripeAPIError(raw({ statusCode: 500 }))],
    ['an object is in use', new errors.StripeInvalidRequestError(raw({ statusCode: 429, code: 'lock_timeout' }))],
    [
      'our own call is still running',
      new errors.StripeInvalidRequestError(raw({ statusCode: 409, code: 'idempotency_key_in_use' })),
    ],
  ])('cannot be reached when %s', (_, error) => {
    expect(refusalOf(error)).toMatchObject({ kind: 'unavailable', code: 'provider/unreachable' });
  });

  it.each([
    ['invalid', new errors.StripeInvalidRequestError(raw({ statusCode: 400, param: 'amount' }))],
    ['not-found', new errors.StripeInvalidRequestError(raw({ statusCode: 404 }))],
    ['idempotency', new errors.StripeIdempotencyError(raw({ statusCode: 400 }))],
    ['authentication', new errors.StripeAuthenticationError(raw({ statusCode: 401 }))],
    ['unsupported', new errors.StripeAPIError(raw({ statusCode: 501 }))],
  ])('is final: %s', (reason, error) => {
    expect(refusalOf(error)).toMatchObject({ code: 'provider/refused', facts: { reason } });
  });

  it.each([
    [
      { param: 'amount', code: 'amount_too_large' },
      'it does not take this as it stands, because of amount (amount_too_large)',
    ],
    [{ param: 'customer', statusCode: 404 }, 'what this is about is not there, because of customer'],
    [{}, 'it does not take this as it stands'],
  ])('says in our words why: %j', (more, why) => {
    const told = refusalOf(
      new errors.StripeInvalidRequestError(raw({ statusCode: 400, message: 'sk_live_1', ...more })),
    );
    expect(told?.message).toBe(`The payment provider refused this: ${why}.`);
  });

  it.each(['payment_method', 'default_payment_method'])('knows a method that is nowhere by its %s', (param) => {
    const error = new errors.StripeInvalidRequestError(raw({ statusCode: 400, code: 'resource_missing', param }));
    expect(refusalOf(error)).toMatchObject({ kind: 'not-found', pointer: '/payment_method_id', facts: { param } });
  });

  it('leaves what is not the provider to others', () => {
    expect(refusalOf(new TypeError('ours'))).toBeUndefined();
  });
});

it('hands on what a declined call left behind', () => {
  const payment_intent = { id: 'pi_1', object: 'payment_intent', status: 'requires_payment_method' };
  const error = new errors.StripeCardError(raw({ type: 'card_error', payment_intent }));
  expect(declinedObject(error)).toEqual(payment_intent);
  expect(declinedObject(new Error('ours'))).toBeUndefined();
});
