import type { Stripe } from 'stripe';

type Plain = string | number | boolean | null | undefined;

/** Where Stripe may give an id or the object itself, state keeps the id. */
type Field<T> = [string] extends [T] ? Exclude<T, { object: string }> : Wire<T>;

/** An object of the pinned package as it goes over the wire: decimals are strings, references are ids. */
export type Wire<T> = T extends Stripe.Decimal ? string : T extends Plain ? T : { [Key in keyof T]: Field<T[Key]> };

export type Account = Wire<Stripe.Account>;
export type BalanceTransaction = Wire<Stripe.BalanceTransaction>;
export type Charge = Wire<Stripe.Charge>;
export type CheckoutSession = Wire<Stripe.Checkout.Session>;
export type Coupon = Wire<Stripe.Coupon>;
export type CreditNote = Wire<Stripe.CreditNote>;
export type CreditNoteLine = Wire<Stripe.CreditNoteLineItem>;
export type Customer = Wire<Stripe.Customer>;
export type CustomerBalanceTransaction = Wire<Stripe.CustomerBalanceTransaction>;
export type Discount = Wire<Stripe.Discount>;
export type Dispute = Wire<Stripe.Dispute>;
export type EarlyFraudWarning = Wire<Stripe.Radar.EarlyFraudWarning>;
export type Invoice = Wire<Stripe.Invoice>;
export type InvoiceItem = Wire<Stripe.InvoiceItem>;
export type InvoiceLine = Wire<Stripe.InvoiceLineItem>;
export type InvoicePayment = Wire<Stripe.InvoicePayment>;
export type Meter = Wire<Stripe.Billing.Meter>;
export type PaymentIntent = Wire<Stripe.PaymentIntent>;
export type PaymentMethod = Wire<Stripe.PaymentMethod>;
export type Payout = Wire<Stripe.Payout>;
export type PortalConfiguration = Wire<Stripe.BillingPortal.Configuration>;
export type PortalSession = Wire<Stripe.BillingPortal.Session>;
export type Price = Wire<Stripe.Price>;
export type Product = Wire<Stripe.Product>;
export type PromotionCode = Wire<Stripe.PromotionCode>;
export type Refund = Wire<Stripe.Refund>;
export type SetupIntent = Wire<Stripe.SetupIntent>;
export type Subscription = Wire<Stripe.Subscription>;
export type SubscriptionSchedule = Wire<Stripe.SubscriptionSchedule>;
export type TestClock = Wire<Stripe.TestHelpers.TestClock>;
export type SubscriptionItem = Wire<Stripe.SubscriptionItem>;
export type TaxRate = Wire<Stripe.TaxRate>;
export type Transfer = Wire<Stripe.Transfer>;
export type WebhookEndpoint = Wire<Stripe.WebhookEndpoint>;

/** What a meter event said, kept under its identifier. Stripe shows none of them again. */
export interface Usage {
  id: string;
  object: 'sandbox_usage';
  created: number;
  customer: string;
  identifier: string;
  meter: string;
  /** Business seconds at which it was heard of; it can be taken back for a day. */
  heard: number;
  value: number;
  canceled: boolean;
}

/** Each kind of object by the name Stripe gives it in `object`. */
export interface Objects {
  account: Account;
  balance_transaction: BalanceTransaction;
  'billing.meter': Meter;
  'billing_portal.configuration': PortalConfiguration;
  'billing_portal.session': PortalSession;
  charge: Charge;
  'checkout.session': CheckoutSession;
  coupon: Coupon;
  credit_note: CreditNote;
  customer: Customer;
  customer_balance_transaction: CustomerBalanceTransaction;
  discount: Discount;
  dispute: Dispute;
  invoice: Invoice;
  invoiceitem: InvoiceItem;
  invoice_payment: InvoicePayment;
  payment_intent: PaymentIntent;
  payment_method: PaymentMethod;
  payout: Payout;
  price: Price;
  product: Product;
  promotion_code: PromotionCode;
  'radar.early_fraud_warning': EarlyFraudWarning;
  refund: Refund;
  setup_intent: SetupIntent;
  sandbox_usage: Usage;
  subscription: Subscription;
  'test_helpers.test_clock': TestClock;
  subscription_schedule: SubscriptionSchedule;
  tax_rate: TaxRate;
  transfer: Transfer;
  webhook_endpoint: WebhookEndpoint;
}

export type Kind = keyof Objects;

/** A collection inside an object, or the answer of a list route. */
export interface WireList<Item> {
  object: 'list';
  data: Item[];
  has_more: boolean;
  url: string;
}

/** Whatever has an id and says what it is. */
export interface Stored {
  id: string;
  object: string;
}
