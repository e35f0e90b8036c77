import type { FormTree } from './form.js';

type Translate = (params: FormTree) => FormTree;

/** What callers of older versions say, and how it is said today. */
const OLDER: readonly { readonly route: RegExp; readonly translate: Translate }[] = [
  // Ways to pay are chosen for the account; a caller who wants cards gets them.
  { route: /./, translate: ({ payment_method_types: _, ...rest }) => rest },
  {
    route: /^POST \/v1\/customers$/,
    translate: ({ source, ...rest }) =>
      typeof source === 'string' ? { ...rest, payment_method: source.replace(/^tok_/, 'pm_card_') } : rest,
  },
  {
    route: /^POST \/v1\/promotion_codes$/,
    translate: ({ coupon, ...rest }) =>
      coupon === undefined ? rest : { ...rest, promotion: { type: 'coupon', coupon } },
  },
  {
    route: /^POST \/v1\/(subscriptions|invoices)/,
    translate: ({ coupon, ...rest }) => (coupon === undefined ? rest : { ...rest, discounts: { 0: { coupon } } }),
  },
];

/**
 * Reads the parameters of a caller who names no version, and so has the account's. The package names its own, and gets
 * its parameters taken as they are.
 * @param route method and path of the call
 */
export function inTodaysSpelling(params: FormTree, route: string, version: string | null): FormTree {
  if (version !== null) return params;
  return OLDER.filter((one) => one.route.test(route)).reduce((read, { translate }) => translate(read), params);
}
