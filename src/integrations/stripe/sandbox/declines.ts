import { StripeFault } from './sandbox.errors.js';

interface Decline {
  readonly code: string;
  readonly message: string;
  readonly advice: 'do_not_try_again' | 'try_again_later' | 'confirm_card_data' | null;
}

/** Error code, words and advice of each decline code. Source: docs.stripe.com/declines/codes. */
const DECLINES: Readonly<Record<string, Decline>> = {
  generic_decline: { code: 'card_declined', message: 'Your card was declined.', advice: 'try_again_later' },
  insufficient_funds: {
    code: 'card_declined',
    message: 'Your card has insufficient funds.',
    advice: 'try_again_later',
  },
  lost_card: { code: 'card_declined', message: 'Your card was declined.', advice: 'do_not_try_again' },
  stolen_card: { code: 'card_declined', message: 'Your card was declined.', advice: 'do_not_try_again' },
  expired_card: { code: 'expired_card', message: 'Your card has expired.', advice: 'confirm_card_data' },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    message: `Your card's security code is incorrect.`,
    advice: 'confirm_card_data',
  },
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
    advice: 'try_again_later',
  },
  authentication_required: {
    code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
    advice: null,
  },
};

export function declineOf(declineCode: string): Decline {
  return DECLINES[declineCode] ?? { code: 'card_declined', message: 'Your card was declined.', advice: null };
}

/** 402 with what the caller needs to go on. What led to it is kept: the failed charge exists. */
export function declined(declineCode: string, facts: object, keeps = true): StripeFault {
  const { code, message, advice } = declineOf(declineCode);
  const body = {
    type: 'card_error' as const,
    ...(advice ? { advice_code: advice } : {}),
    code,
    decline_code: declineCode,
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    message,
    ...facts,
  };
  return new StripeFault(402, body, keeps);
}
