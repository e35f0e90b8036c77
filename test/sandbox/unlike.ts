/** Why an answer cannot be as it was recorded. Whatever is not named here has to be equal. */
interface Reason {
  /** Of the request, `post /v1/customers`, for a status; of a value, where it stands in the answer. */
  readonly where: RegExp;
  readonly only?: RegExp;
  readonly why: string;
}

const CONNECTED = 'an account that was connected there long before, with books of its own';
const OF_THE_ACCOUNT = 'a price of the account that no answer shows, and what was bought at it';

/** Steps about what no step before them made, and what cannot be made here instead. */
export const LEFT_OUT: readonly { recording: string; steps: string[]; why: string }[] = [
  { recording: 'test_checkout_payment_session', steps: ['post /v1/checkout/sessions'], why: OF_THE_ACCOUNT },
  { recording: 'test_connect_account', steps: ['get /v1/accounts/{id}'], why: CONNECTED },
  {
    recording: 'test_connect_destination_charge',
    steps: ['post /v1/payment_intents', 'get /v1/{id}', 'get /v1/charges/{id}'],
    why: CONNECTED,
  },
  { recording: 'test_connect_transfer', steps: ['post /v1/transfers'], why: CONNECTED },
  {
    recording: 'test_stripe_fails_when_subscribing_with_SCA_card',
    steps: Array.from({ length: 7 }, () => 'get /v1/payment_intents/{id}'),
    why: 'the payment of a later take: the recorder kept only the first subscription that made one',
  },
  {
    recording: 'test_stripe_subscription_and_one_time_charge',
    steps: [
      'post /v1/subscriptions',
      'get /v1/payment_intents/{id}',
      'get /v1/charges/{id}',
      'get /v1/{id}',
      'get /v1/invoices/{id}',
      'get /v1/subscriptions/{id}',
    ],
    why: OF_THE_ACCOUNT,
  },
];

export const OTHER_STATUS: readonly Reason[] = [
  { where: /customers\/\{id\}/, only: /not_on_parent/, why: 'one account: there is no other one to be missing from' },
  { where: /payment_methods/, only: /saves_(afterpay|boleto|grabpay|oxxo|p24|wechat)/, why: 'cards only' },
];

export const OTHER_VALUE: readonly Reason[] = [
  // Of the account that was recorded.
  { where: /payment_method_(types|options|configuration_details)/, why: 'other ways to pay are switched on there' },
  { where: /\.(account_name|calculated_statement_descriptor|application|merchant)$/, why: 'another account' },
  { where: /invoice_prefix$|next_invoice_sequence$|\.number$/, why: 'numbers run by customer there, by account here' },
  {
    where: /(^|\.)(plan|price)\.(id|nickname|created|tax_behavior)$|price_details\.price$/,
    why: 'a price made before',
  },
  { where: /coupon\.(id|created|name|times_redeemed)$/, why: 'a coupon made before' },
  { where: /lines\.data\[\]\.description$/, why: 'the name and the unit of a product made before' },
  // Of cards and their networks.
  { where: /card\.(exp_month|exp_year|fingerprint|last4)$/, why: 'made up for each card, there and here' },
  { where: /card\.(authorization_code|network_transaction_id|network_token)$/, why: 'what a network says of a charge' },
  {
    where: /(extended|incremental)_authorization$|multicapture$|overcapture$/,
    why: 'nothing is offered beyond a charge',
  },
  { where: /order_reference$/, why: 'the id of the invoice cut short' },
  { where: /outcome\.risk_score$|radar_options$/, why: 'risk is not judged here' },
  { where: /use_stripe_sdk|redirect_to_url\.url$|^\.url$/, why: 'the pages for buyers are our own' },
  // Of what is written for people.
  { where: /hosted_invoice_url$|invoice_pdf$|receipt_url$|rendering$/, why: 'no hosted pages' },
  { where: /error\.(doc_url|request_log_url)$/, why: 'no documentation and no log to point to' },
  { where: /error\.message$/, why: 'the reason is the same in fewer words' },
  // Of versions: these answers are older than the package.
  { where: /total_count$|\.(order|destination|dispute)$/, why: 'sent by the provider, not declared by the package' },
  {
    where: /^\.(plan|quantity)$|items\.data\[\]\.(plan|quantity)$/,
    why: 'sent by the provider, not declared by the package',
  },
  { where: /amount_details$|transfer_data$/, why: 'always shown then, only where there is something now' },
  // Of time.
  { where: /webhooks_delivered_at$/, why: 'deliveries are not waited for' },
  { where: /available_on$/, why: 'another pace of settlement' },
  { where: /balance_transaction$/, why: 'captured in the background there, at once here' },
  { where: /(^|\.)pricing$/, why: 'an amount of its own gets a price of its own there' },
];

export function reasonFor(reasons: readonly Reason[], where: string, recording: string): string | undefined {
  return reasons.find((one) => one.where.test(where) && (one.only?.test(recording) ?? true))?.why;
}
