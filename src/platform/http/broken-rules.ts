import { getMetadataStorage, type ValidationError } from 'class-validator';
import { UNKNOWN_MEMBER } from './http.errors.js';

/** What is wrong with a member, without where it stands. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
}

type Saying = (what: string, limits: readonly (string | number)[]) => Fault;

const isObject: Saying = (what) => ({ code: 'request/is-object', detail: `${what} must be an object.` });

/** The rules of members, each with its code and in our words; `what` is the member, or each element of it. */
export const RULES: Readonly<Record<string, Saying>> = {
  isString: (what) => ({ code: 'request/is-string', detail: `${what} must be a text.` }),
  isLength: (what, [least, most]) => ({
    code: 'request/is-length',
    detail: `${what} must have from ${least} to ${most} characters.`,
  }),
  isIn: (what, words) => ({
    code: 'request/is-in',
    detail: `${what} must be one of ${words.join(', ')}.`,
  }),
  isInt: (what) => ({ code: 'request/is-int', detail: `${what} must be a whole number.` }),
  min: (what, [least]) => ({ code: 'request/min', detail: `${what} must be at least ${least}.` }),
  max: (what, [most]) => ({ code: 'request/max', detail: `${what} must be at most ${most}.` }),
  isUuid: (what) => ({ code: 'request/is-uuid', detail: `${what} must be a UUID.` }),
  isEmail: (what) => ({ code: 'request/is-email', detail: `${what} must be an e-mail address.` }),
  isBoolean: (what) => ({ code: 'request/is-boolean', detail: `${what} must be true or false.` }),
  isObject,
  isArray: (what) => ({ code: 'request/is-array', detail: `${what} must be a list.` }),
  arrayMinSize: (what, [least]) => ({
    code: 'request/array-min-size',
    detail: `${what} must have at least ${least} elements.`,
  }),
  arrayMaxSize: (what, [most]) => ({
    code: 'request/array-max-size',
    detail: `${what} must have at most ${most} elements.`,
  }),
  arrayNotEmpty: (what) => ({ code: 'request/array-not-empty', detail: `${what} must not be empty.` }),
  isIso8601: (what) => ({ code: 'request/is-instant', detail: `${what} must be a day or an instant that there is.` }),
  isISO31661Alpha2: (what) => ({ code: 'request/is-country', detail: `${what} must be a country in two letters.` }),
  matches: (what) => ({ code: 'request/matches', detail: `${what} does not have the form it must have.` }),
  nestedValidation: isObject,
  whitelistValidation: () => UNKNOWN_MEMBER,
};

/** Completes "must be ..." in the place of a rule's own words, where it was given where the rule stands. */
const GIVEN = /^must /;

/**
 * What a member broke. A rule of ours puts its own code before its message, and knows best.
 * @throws when nobody has words for a rule: every rule in use has some
 */
export function brokenRules({ property, target, constraints = {} }: ValidationError): Fault[] {
  const rules = target ? rulesOf(target, property) : [];
  return Object.entries(constraints).map(([rule, message]) => {
    const [, code, detail] = /^([a-z-]+\/[a-z-]+): (.*)$/s.exec(message) ?? [];
    if (code && detail) return { code, detail };
    const own = rules.find(({ name, type }) => (name ?? type) === rule);
    const say = RULES[rule];
    if (!say) throw new Error(`Nobody has words for the rule ${rule}.`);
    const what = own?.each ? `Each of ${property}` : property.replace(/^\d+$/, 'Element $&');
    const said = say(what, ((own?.constraints ?? []) as (string | number | string[])[]).flat());
    return GIVEN.test(message) ? { ...said, detail: `${what} ${message}.` } : said;
  });
}

function rulesOf(target: object, property: string) {
  const all = getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', false, false);
  return all.filter(({ propertyName }) => propertyName === property);
}
