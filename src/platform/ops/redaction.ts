const HIDDEN = '[redacted]';

/** Fields that never leave, whatever is in them. */
const SECRET_NAME = /authorization|cookie|secret|password|token|pepper|api[-_]?key/i;

const SECRETS = [
  /\b(?:sk|rk|pk)_(?:test|live)_\w+/g,
  /\bwhsec_[\w+/=-]+/g,
  /\brvn_(?:pk_)?(?:test|live)_\w+/g,
  /\bBearer\s+[\w.~+/=-]+/gi,
  /\b(?:postgres(?:ql)?|rediss?|https?):\/\/[^\s/@]+:[^\s/@]+@/g,
  /[?&](?:token|key|secret|password)=[^\s&"']+/gi,
];

const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
const CARD = /\b\d(?:[ -]?\d){12,18}\b/g;

/** Text without secrets, mail addresses and card numbers. One function guards the log and Sentry alike. */
export function scrubbed(text: string): string {
  const clean = SECRETS.reduce((rest, pattern) => rest.replace(pattern, HIDDEN), text);
  return clean.replace(ADDRESS, HIDDEN).replace(CARD, (digits) => (isCard(digits) ? HIDDEN : digits));
}

/** Plain data without secrets: by the name of a member, and by the look of a text. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubbed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 6) return HIDDEN;
  if (Array.isArray(value)) return value.map((part) => redacted(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, SECRET_NAME.test(name) ? HIDDEN : redacted(part, depth + 1)]),
  );
}

/** Card numbers carry a Luhn check digit, which ids and amounts of the same length rarely have. */
function isCard(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number).toReversed();
  const sum = digits.reduce(
    (total, digit, index) => total + (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2),
    0,
  );
  return sum % 10 === 0;
}
