/** Whose words and whose ids are to be looked for. */
export interface Theirs {
  isId(text: string): boolean;
  isEmail(text: string): boolean;
  isPhone(text: string): boolean;
}

/** Everything in these speaks of a person, except what an object is and is called by. */
const ABOUT_A_PERSON = new Set([
  ...['address', 'billing_details', 'shipping', 'shipping_details', 'shipping_address', 'collected_information'],
  ...['customer_details', 'customer_address', 'customer_shipping', 'customer_tax_ids', 'tax_ids', 'tax_id_data'],
  ...['custom_fields', 'evidence', 'owner', 'individual', 'payer', 'subscriber', 'buyer', 'seller_protection_details'],
]);
const KEPT_OF_IT = new Set(['object', 'id', 'type', 'payer_id']);

const ALWAYS = new Set([
  ...['email', 'email_address', 'phone', 'receipt_email', 'customer_email', 'customer_name', 'customer_phone'],
  ...['customer_email_address', 'customer_purchase_ip', 'cardholder_name', 'ip', 'ip_address', 'user_agent', 'comment'],
]);

/** What carries a name or a note is a person in these, and a thing we sell elsewhere. */
const PEOPLE = new Set(['customer', 'payment_method', 'card', 'source', 'bank_account', 'tax_id', 'cash_balance']);
const OF_PEOPLE = new Set(['name', 'description', 'account_holder_name', 'value']);

/** Ours are ids; the rest is whatever somebody chose to write down. */
const OUR_METADATA = 're_';
const EMAIL = /[^\s<>,;:"'()]+@[^\s<>,;:"'()]+\.[^\s<>,;:"'()]+/g;

type Value = unknown;
type Plain = Readonly<Record<string, Value>>;

/** Whether an event or object names one of them: by an id, by an address, or by a text that holds one. */
export function names(value: Value, theirs: Theirs): boolean {
  if (typeof value === 'string') return theirs.isId(value) || holdsAddress(value, theirs);
  if (Array.isArray(value)) return value.some((one) => names(one, theirs));
  return isPlain(value) && Object.values(value).some((one) => names(one, theirs));
}

/** The same with what is personal left empty: ids, amounts, times and the shape stay, so that it folds as before. */
export function impersonal(value: Value, theirs: Theirs, kind?: string): Value {
  if (typeof value === 'string') return holdsAddress(value, theirs) ? null : value;
  if (Array.isArray(value)) return value.map((one) => impersonal(one, theirs));
  if (!isPlain(value)) return value;
  const own = typeof value['object'] === 'string' ? value['object'] : kind;
  const told = kindOfEvent(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      if (name === 'metadata') return [name, ourOwn(one)];
      if (ABOUT_A_PERSON.has(name)) return [name, emptied(one)];
      if (ALWAYS.has(name) || (OF_PEOPLE.has(name) && PEOPLE.has(own ?? ''))) return [name, null];
      return [name, impersonal(one, theirs, name === 'previous_attributes' ? told : undefined)];
    }),
  );
}

/**
 * Whether it is about somebody else who has the same telephone: people share those, so that one beside another's e-mail
 * address says nothing of whose the rest is.
 */
export function isOfAnother(value: Value, theirs: Theirs): boolean {
  return holdsEmail(value) && !names(value, { ...theirs, isPhone: () => false });
}

/** The same without texts that hold an address of theirs; all else is somebody else's. */
export function withoutAddresses(value: Value, theirs: Theirs): Value {
  if (typeof value === 'string') return holdsAddress(value, theirs) ? null : value;
  if (Array.isArray(value)) return value.map((one) => withoutAddresses(one, theirs));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutAddresses(one, theirs)]));
}

/** In an event's `data`, what was before is of the same kind as what is. */
function kindOfEvent({ object }: Plain): string | undefined {
  return isPlain(object) && typeof object['object'] === 'string' ? object['object'] : undefined;
}

function emptied(value: Value): Value {
  if (typeof value === 'string') return null;
  if (Array.isArray(value)) return [];
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, KEPT_OF_IT.has(name) ? one : emptied(one)]),
  );
}

function ourOwn(metadata: Value): Value {
  if (!isPlain(metadata)) return metadata;
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => name.startsWith(OUR_METADATA)));
}

function holdsAddress(text: string, theirs: Theirs): boolean {
  return (text.match(EMAIL) ?? []).some((one) => theirs.isEmail(one)) || (text.startsWith('+') && theirs.isPhone(text));
}

/** Whether it holds an e-mail address of anybody's. */
export function holdsEmail(value: Value): boolean {
  if (typeof value === 'string') return value.search(EMAIL) >= 0;
  if (Array.isArray(value)) return value.some(holdsEmail);
  return isPlain(value) && Object.values(value).some(holdsEmail);
}

function isPlain(value: Value): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
