import { mark } from './ids.js';

/** How a test card behaves. Declines are Stripe's decline codes. */
export interface TestCard {
  readonly token: string;
  readonly number: string;
  readonly brand: string;
  readonly country: string;
  /** Refused when it is attached or saved. */
  readonly attach?: string;
  /** Refused when it is charged. */
  readonly charge?: string;
  /** Wants its owner: on session an action, off session a refusal. */
  readonly action?: 'always' | 'until set up';
  readonly refund?: 'pending' | 'fails';
  /** Its charges are disputed, or asked about before that. */
  readonly dispute?: 'fraudulent' | 'product_not_received' | 'inquiry';
  /** Its bank reports its charges as fraud. */
  readonly fraudWarning?: boolean;
  /** Its money is available at once. */
  readonly bypassesPending?: boolean;
}

/** Stripe's test cards, by token and number. Source: docs.stripe.com/testing. */
export const CARDS: readonly TestCard[] = [
  card('visa', '4242424242424242'),
  card('visa_debit', '4000056655665556'),
  card('mastercard', '5555555555554444', 'mastercard'),
  card('amex', '378282246310005', 'amex'),
  card('discover', '6011111111111117', 'discover'),
  card('diners', '3056930009020004', 'diners'),
  card('jcb', '3566002020360505', 'jcb'),
  declining('visa_chargeDeclined', '4000000000000002', 'generic_decline'),
  declining('visa_chargeDeclinedInsufficientFunds', '4000000000009995', 'insufficient_funds'),
  declining('visa_chargeDeclinedLostCard', '4000000000009987', 'lost_card'),
  declining('visa_chargeDeclinedStolenCard', '4000000000009979', 'stolen_card'),
  declining('chargeDeclined', '4000000000000002', 'generic_decline'),
  declining('chargeDeclinedInsufficientFunds', '4000000000009995', 'insufficient_funds'),
  declining('chargeDeclinedExpiredCard', '4000000000000069', 'expired_card'),
  declining('chargeDeclinedIncorrectCvc', '4000000000000127', 'incorrect_cvc'),
  declining('chargeDeclinedProcessingError', '4000000000000119', 'processing_error'),
  { ...card('chargeCustomerFail', '4000000000000341'), charge: 'generic_decline' },
  { ...card('authenticationRequired', '4000002760003184'), country: 'DE', action: 'always' },
  { ...card('authenticationRequiredOnSetup', '4000002500003155'), action: 'until set up' },
  { ...card('threeDSecure2Required', '4000000000003220'), action: 'always' },
  { ...card('pendingRefund', '4000000000007726'), refund: 'pending' },
  { ...card('refundFail', '4000000000005126'), refund: 'fails' },
  { ...card('bypassPending', '4000000000000077'), bypassesPending: true },
  { ...card('createDispute', '4000000000000259'), dispute: 'fraudulent' },
  { ...card('createDisputeProductNotReceived', '4000000000002685'), dispute: 'product_not_received' },
  { ...card('createDisputeInquiry', '4000000000001976'), dispute: 'inquiry' },
  { ...card('createIssuerFraudRecord', '4000000000005423'), fraudWarning: true },
];

function card(token: string, number: string, brand = 'visa'): TestCard {
  return { token: `pm_card_${token}`, number, brand, country: 'US' };
}

function declining(token: string, number: string, decline: string): TestCard {
  return { ...card(token, number), attach: decline, charge: decline };
}

const BY_MARK = new Map(CARDS.map((one) => [mark(one.number), one]));

/** `pm_card_visa`, `tok_visa`, or the number of a test card. */
export function testCard(given: string): TestCard | undefined {
  const token = given.replace(/^tok_/, 'pm_card_');
  return CARDS.find((one) => one.token === token || one.number === given);
}

/** Which card a payment method is: its fingerprint tells, as at Stripe the number does. */
export function cardOf(fingerprint: string | null | undefined): TestCard | undefined {
  return BY_MARK.get(fingerprint ?? '');
}
